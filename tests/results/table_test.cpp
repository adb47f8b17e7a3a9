// CSV: what is written reads back exactly.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <random>

#include "results/ledger_table.hpp"
#include "results/panel_table.hpp"
#include "results/table.hpp"
#include "support/catch.hpp"

using namespace pbrsim;

TEST_CASE("fields with commas, quotes and line ends are quoted as RFC 4180 says") {
  CHECK(csv_row({std::string_view("plain"), std::string_view("a,b"), std::string_view("say \"x\""),
                 std::string_view("two\nlines")}) ==
        "plain,\"a,b\",\"say \"\"x\"\"\",\"two\nlines\"\n");
  CHECK(csv_row({Missing{}, std::int64_t{-7}, std::string("x")}) == ",-7,x\n");
}

TEST_CASE("numbers read back to the same double") {
  std::mt19937_64 bits(1);
  for (int i = 0; i < 20000; ++i) {
    const std::uint64_t word = bits();
    double x = 0;
    std::memcpy(&x, &word, sizeof x);
    if (!std::isfinite(x)) continue;
    const std::string text = csv_row({x});
    double back = 0;
    std::from_chars(text.data(), text.data() + text.size() - 1, back);
    REQUIRE(back == x);
  }
  CHECK(csv_row({0.1}) == "0.1\n");
}

TEST_CASE("what is not a number is an empty field") {
  CHECK(csv_row({number_or_missing(std::nan("")),
                 number_or_missing(std::numeric_limits<double>::infinity()),
                 number_or_missing(2.5)}) == ",,2.5\n");
}

TEST_CASE("every column of every table has a name of its own, a type and a description") {
  for (const auto& columns : {panel_columns({true, true, true}), panel_columns({}),
                              ledger_columns(), episode_columns()}) {
    std::vector<std::string> names;
    for (const Column& c : columns) {
      INFO(c.name);
      CHECK(!c.name.empty());
      CHECK(!c.description.empty());
      CHECK(std::find(names.begin(), names.end(), c.name) == names.end());
      names.push_back(c.name);
    }
  }
}
