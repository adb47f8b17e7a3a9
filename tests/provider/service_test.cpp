// A service's queue against a sorted container under random load, and its hours in whole
// millionths. Exact.
#include "provider/service.hpp"

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <set>

#include "support/catch.hpp"

using namespace pbrsim;

TEST_CASE("The head of a queue is the earliest date, ties by person") {
  boost::random::mt19937_64 engine(8);
  const auto whole = [&](int to) {
    return boost::random::uniform_int_distribution<>(0, to)(engine);
  };
  Service service;
  std::set<std::pair<double, std::uint32_t>> reference;
  int served = 0;
  for (std::uint32_t key = 0; key < 20000; ++key) {
    if (whole(2) > 0) {
      const std::uint32_t person = (key * 7919u) % 20011u;
      const double date = whole(300) / 4.0;  // many ties
      service.join({date, person, key, 1});
      reference.insert({date, person});
    } else if (!reference.empty()) {
      REQUIRE(!service.queue_empty());
      REQUIRE(service.head().date == reference.begin()->first);
      REQUIRE(service.head().key == reference.begin()->second);
      service.drop_head();
      reference.erase(reference.begin());
      ++served;
    }
  }
  CHECK(served > 5000);
  while (!reference.empty()) {
    REQUIRE(service.head().key == reference.begin()->second);
    service.drop_head();
    reference.erase(reference.begin());
  }
  CHECK(service.queue_empty());
}

TEST_CASE("A client fits up to the last millionth of an hour") {
  Service service;
  service.hours = to_micro_hours(1);
  const MicroHours tenth = to_micro_hours(0.1);
  for (int i = 0; i < 10; ++i) {
    REQUIRE(service.fits(tenth));
    service.committed += tenth;
  }
  CHECK(!service.fits(1));
  CHECK(service.fits(0));
  service.hours = to_micro_hours(0.5);  // hours fall below what is committed
  CHECK(!service.fits(0));
}

TEST_CASE("A copy of a service goes on independently") {
  Service one;
  one.join({2, 1, 0, 0});
  Service two = one;
  two.join({1, 2, 0, 0});
  CHECK(one.head().key == 1);
  CHECK(two.head().key == 2);
  two.drop_head();
  two.drop_head();
  CHECK(two.queue_empty());
  CHECK(!one.queue_empty());
}
