// CSV: what is written reads back exactly.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <set>

#include "core/error.hpp"
#include "results/cell_tables.hpp"
#include "results/panel_table.hpp"
#include "results/reference_tables.hpp"
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

namespace {

TableSchema small_table() {
  TableSchema s;
  s.name = "small";
  s.columns = {text("word", "w").one_of({{"yes", ""}, {"no", ""}}),
               whole_number("n", "n").within(0, 5), number("x", "x").empty_if("not known"),
               date("day", "d"), yes_or_no("flag", "f")};
  s.columns[1].disclosure = Disclosure::count;
  s.primary_key = {"word"};
  return s;
}

}  // namespace

TEST_CASE("rows are checked against their schema") {
  const TableSchema schema = small_table();
  const Field word = std::string_view("yes"), n = std::int64_t{3}, x = 2.5,
              day = *date_from_iso("2012-04-01"), flag = true;
  TableRows rows(schema);
  rows.add({word, n, x, day, flag});
  rows.add({word, Suppressed{}, Missing{}, day, false});
  CHECK(rows.text() == "yes,3,2.5,2012-04-01,1\nyes,*,,2012-04-01,0\n");
  const std::vector<std::vector<Field>> wrong{
      {word, n, x, day},                              // a field is missing
      {std::string("maybe"), n, x, day, flag},        // not allowed
      {std::string(""), n, x, day, flag},             // would read back as missing
      {word, std::int64_t{6}, x, day, flag},          // above
      {word, std::int64_t{-1}, x, day, flag},         // below
      {word, 3.0, x, day, flag},                      // not an integer
      {word, n, std::int64_t{2}, day, flag},          // an integer, not a number
      {word, n, std::nan(""), day, flag},             // neither missing nor a number
      {word, n, Suppressed{}, day, flag},             // cannot be suppressed
      {word, Missing{}, x, day, flag},                // cannot be missing
      {word, n, x, std::string("2012-04-01"), flag},  // a text, not a date
      {word, n, x, day, std::int64_t{1}},             // a number, not a boolean
  };
  for (const auto& fields : wrong)
    CHECK_THROWS_AS(rows.add(fields), Fault);
  CHECK(rows.text() == "yes,3,2.5,2012-04-01,1\nyes,*,,2012-04-01,0\n");
}

TEST_CASE("every table says what its rows, keys and columns are") {
  std::vector<TableSchema> schemas{panel_schema({true, true, true}),
                                   panel_schema({}),
                                   design_schema(),
                                   area_schema(),
                                   term_schema(),
                                   measure_schema()};
  for (const CellTable& table : cell_tables())
    schemas.push_back(table.schema);
  for (const TableSchema& schema : schemas) {
    INFO(schema.name);
    CHECK(!schema.title.empty());
    CHECK(!schema.row.empty());
    CHECK(!schema.primary_key.empty());
    for (const std::string& key : schema.primary_key) {
      REQUIRE(schema.find(key) != nullptr);
      CHECK(schema.find(key)->required());
    }
    std::set<std::string> names;
    for (const Column& c : schema.columns) {
      INFO(c.name);
      CHECK(names.insert(c.name).second);
      CHECK(c.description.size() > 2);
      // A name for R, Python and Stata (32 characters at most).
      CHECK(c.name.size() <= 32);
      CHECK(c.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos);
      CHECK((c.type != ColumnType::number || !c.unit.empty()));
      for (const AllowedValue& a : c.allowed)
        CHECK(!a.meaning.empty());
    }
  }
}
