// The reader that tables are held against finds what it must find.
#include "support/read_back.hpp"

#include "support/catch.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

TableSchema fruit() {
  TableSchema s;
  s.name = "fruit";
  s.columns = {text("name", ""),
               whole_number("n", "").within(1, 9),
               number("x", "").empty_if("not weighed"),
               date("day", "").empty_if("none"),
               yes_or_no("ripe", ""),
               text("kind", "").one_of({{"stone", ""}, {"pome", ""}})};
  s.columns[1].disclosure = Disclosure::count;
  s.primary_key = {"name"};
  s.foreign_keys = {{{"name"}, "names", {"name"}}};
  return s;
}

Table table_of(const TableSchema& schema, const std::string& text) {
  Table table{schema, {}, parse_csv(text)};
  table.header = table.rows.front();
  table.rows.erase(table.rows.begin());
  return table;
}

std::size_t count_problems(const std::string& rows, bool suppressed = true) {
  TableSchema names;
  names.columns = {text("name", "")};
  names.primary_key = {"name"};
  std::map<std::string, Table> all;
  all.emplace("names", table_of(names, "name\nplum\npear\n"));
  const Table table = table_of(fruit(), "name,n,x,day,ripe,kind\n" + rows);
  return problems(table, all, suppressed).size();
}

}  // namespace

TEST_CASE("CSV reads back, quotes and line ends included") {
  const std::vector<Record> records = parse_csv("a,\"b,\"\"c\"\"\nd\",\n,,e\n");
  REQUIRE(records.size() == 2);
  CHECK(records[0] == Record{"a", "b,\"c\"\nd", ""});
  CHECK(records[1] == Record{"", "", "e"});
  CHECK_THROWS(parse_csv("a,b"));
}

TEST_CASE("a table that is as declared has no problems") {
  CHECK(count_problems("plum,1,0.5,2012-04-01,1,stone\npear,9,,,0,pome\n") == 0);
  CHECK(count_problems("plum,*,0.5,,1,stone\n") == 0);
}

TEST_CASE("each breach is found") {
  for (const char* row :
       {"plum,0,1,,1,stone", "plum,10,1,,1,stone", "plum,1.5,1,,1,stone", "plum,,1,,1,stone",
        "plum,1,x,,1,stone", "plum,1,*,,1,stone", "plum,1,1,2012-02-30,1,stone",
        "plum,1,1,,yes,stone", "plum,1,1,,1,nut", "fig,1,1,,1,stone", "plum,1,1,,1"}) {
    INFO(row);
    CHECK(count_problems(std::string(row) + "\n") == 1);
  }
  CHECK(count_problems("plum,1,1,,1,stone\nplum,2,1,,1,stone\n") == 1);  // the key, twice
  CHECK(count_problems("plum,*,1,,1,stone\n", false) == 1);
}
