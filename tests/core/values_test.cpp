// Enumerations with names, arrays by enumeration, units, errors. Exact.
#include <set>

#include "core/enum_array.hpp"
#include "core/error.hpp"
#include "core/fields.hpp"
#include "core/units.hpp"
#include "support/catch.hpp"

namespace pbrsim {

enum class Colour { red, green, blue };
template <>
struct EnumNames<Colour> {
  static constexpr std::array<std::string_view, 3> values{"red", "green", "blue"};
};

}  // namespace pbrsim

using namespace pbrsim;

TEST_CASE("An enumeration's constants have names, both ways") {
  CHECK(name_of(Colour::green) == "green");
  CHECK(enum_from_name<Colour>("blue") == Colour::blue);
  CHECK(!enum_from_name<Colour>("Blue"));
  CHECK(!enum_from_name<Colour>(""));
  CHECK(enum_size<Colour> == 3);
  std::set<Colour> seen;
  for (const Colour c : all_of<Colour>()) {
    seen.insert(c);
    CHECK(enum_from_name<Colour>(name_of(c)) == c);
  }
  CHECK(seen.size() == 3);
}

TEST_CASE("An array by enumeration holds one value per constant") {
  EnumArray<Colour, int> a;
  CHECK(a == EnumArray<Colour, int>::filled(0));
  a[Colour::green] = 5;
  CHECK(a.values == std::array{0, 5, 0});
  EnumArray<Colour, int> b = a;
  CHECK(a == b);
  b[Colour::blue] = 1;
  CHECK(!(a == b));
  int sum = 0;
  for (const int x : b)
    sum += x;
  CHECK(sum == 6);
}

TEST_CASE("Money, time and hours are whole numbers, rounded as stated") {
  CHECK(to_pence(0.29) == 29);      // 0.29 * 100 = 28.999… in binary
  CHECK(to_pence(-1.005) == -100);  // the nearest double lies above
  CHECK(to_pence(12345678.91) == 1234567891);
  CHECK(to_pounds(1234) == 12.34);
  CHECK(to_seconds(0) == 0);
  CHECK(to_seconds(1) == 86400);
  CHECK(to_seconds(1.5 / 86400) == 1);  // down
  CHECK(to_days(43200) == 0.5);
  CHECK(to_micro_hours(0.1) == 100000);
  CHECK(to_micro_hours(0.1) * 10 == to_micro_hours(1));
  CHECK(to_hours(1500000) == 1.5);
}

TEST_CASE("A broken contract says what and where") {
  try {
    PBRSIM_EXPECT(1 + 1 == 3);
    FAIL("not thrown");
  } catch (const Fault& fault) {
    CHECK(std::string(fault.what()).find("1 + 1 == 3") != std::string::npos);
    CHECK(std::string(fault.what()).find("values_test.cpp") != std::string::npos);
  }
  CHECK_NOTHROW(PBRSIM_ENSURE(true));
  CHECK(UserError("x").code() == ExitCode::input);
  CHECK(UserError("x", ExitCode::fault).code() == ExitCode::fault);
}

TEST_CASE("A required field is the same field, only required") {
  constexpr FieldSpec share = spec::share.must();
  CHECK(share.required);
  CHECK(!spec::share.required);
  CHECK(share.unit == Unit::share);
  CHECK(share.max == 1);
}
