// people.csv: its sums are those of the tables by cell, and its rows are twins.
#include <unistd.h>

#include <cmath>
#include <set>

#include "analysis/tables.hpp"
#include "cli/commands.hpp"
#include "results/people_table.hpp"
#include "support/catch.hpp"
#include "support/read_back.hpp"

using namespace pbrsim;
using namespace pbrsim::test;
namespace fs = std::filesystem;

namespace {

TableSchema schema_named(const std::string& name) {
  for (const TableSchema& schema : all_tables())
    if (schema.name == name) return schema;
  throw std::runtime_error("no table " + name);
}

/// One replication of the two areas, with these changes.
std::map<std::string, Table> run(const std::vector<std::string>& set) {
  static int count = 0;
  const fs::path folder =
      fs::temp_directory_path() /
      ("pbrsim_people_test_" + std::to_string(::getpid()) + "_" + std::to_string(++count));
  cli::RunArguments a;
  a.scenario.file = TWO_DESIGNS;
  a.scenario.replications = 1;
  a.scenario.set = set;
  a.scenario.threads = 2;
  a.out = folder.string();
  a.people = a.episodes = a.quiet = true;
  REQUIRE(cli::run(a) == ExitCode::done);
  std::map<std::string, Table> tables;
  for (const char* name : {"people", "episodes", "summary", "ledger"})
    tables.emplace(name, read_table(folder / (std::string(name) + ".csv"), schema_named(name)));
  fs::remove_all(folder);
  return tables;
}

double sum(const Table& table, const std::string& column, const std::string& design,
           const std::string& area) {
  double result = 0;
  for (std::size_t r = 0; r < table.rows.size(); ++r)
    if (table.at(r, "design") == design && table.at(r, "area") == area)
      result += std::stod(table.at(r, column));
  return result;
}

double mean_of(const Table& summary, const std::string& measure, const std::string& design,
               const std::string& area) {
  for (std::size_t r = 0; r < summary.rows.size(); ++r)
    if (summary.at(r, "measure") == measure && summary.at(r, "design") == design &&
        summary.at(r, "area") == area)
      return std::stod(summary.at(r, "mean"));
  throw std::runtime_error("no " + measure);
}

using Twins = std::map<std::string, std::map<std::string, std::size_t>>;

/// Rows by area and person, then by design.
Twins twins_of(const Table& people) {
  Twins twins;
  for (std::size_t r = 0; r < people.rows.size(); ++r)
    twins[people.at(r, "area") + " " + people.at(r, "person")][people.at(r, "design")] = r;
  return twins;
}

}  // namespace

TEST_CASE("what people add up to is what their area has") {
  const auto tables = run({});
  const Table &people = tables.at("people"), &summary = tables.at("summary");
  // Person-time is kept to the second in the one and exactly in the other; rows are rounded to a
  // millionth.
  for (const std::string design : {"block", "pilot"})
    for (const std::string area : {"north", "south"}) {
      INFO(design << " " << area);
      for (const std::string measure : {"qalys", "crime_cost", "other_public_cost"})
        CHECK(sum(people, measure, design, area) ==
              Approx(mean_of(summary, measure, design, area)).epsilon(1e-5));
    }
}

TEST_CASE("everybody has a row under every design; the copy's are the same") {
  const auto tables = run({});
  const Table& people = tables.at("people");
  const Twins twins = twins_of(people);
  CHECK(twins.size() > 500);
  std::size_t differ = 0, later = 0, died = 0;
  for (const auto& [person, rows] : twins) {
    REQUIRE(rows.size() == 3);
    const auto &block = people.rows[rows.at("block")], &copy = people.rows[rows.at("copy")],
               &pilot = people.rows[rows.at("pilot")];
    CHECK(std::equal(block.begin() + 1, block.end(), copy.begin() + 1));
    differ += !std::equal(block.begin() + 1, block.end(), pilot.begin() + 1);
    later += people.at(rows.at("block"), "begins") != "2012-02-01";
    died += !people.at(rows.at("block"), "died").empty();
    for (const char* same : {"group", "sex", "begins"})
      CHECK(people.at(rows.at("block"), same) == people.at(rows.at("pilot"), same));
    const double days = std::stod(people.at(rows.at("pilot"), "days"));
    CHECK(std::stod(people.at(rows.at("pilot"), "days_treated")) <= days);
    CHECK(std::stod(people.at(rows.at("pilot"), "days_abstinent")) <= days);
  }
  CHECK(differ > 50);
  CHECK(differ < twins.size());
  CHECK(later > 50);
  CHECK(died > 0);
}

TEST_CASE("starts and exits are those of the episodes from the day on which designs part") {
  const auto tables = run({});
  const Table &people = tables.at("people"), &episodes = tables.at("episodes");
  const std::string parting = "2012-02-01";  // the pilot's transition begins
  double starts = 0, recorded = 0;
  for (std::size_t r = 0; r < episodes.rows.size(); ++r) {
    if (episodes.at(r, "design") != "pilot" || episodes.at(r, "area") != "north") continue;
    starts += episodes.at(r, "triage") >= parting && episodes.at(r, "continues_journey") == "0";
    recorded += episodes.at(r, "ended") >= parting &&
                episodes.at(r, "recorded_reason").starts_with("completed");
  }
  CHECK(starts > 50);
  CHECK(sum(people, "starts", "pilot", "north") == starts);
  CHECK(sum(people, "recorded_planned_exits", "pilot", "north") == recorded);
  CHECK(sum(people, "planned_exits", "pilot", "north") <= recorded);
  CHECK(sum(people, "returned_6", "pilot", "north") <
        sum(people, "planned_exits", "pilot", "north"));
}

TEST_CASE("twins chooses areas, groups and a share of the people") {
  const Twins all = twins_of(run({}).at("people"));
  const Table some = run({"twins={areas: [north], groups: [opiate], share: 25%}"}).at("people");
  const Twins chosen = twins_of(some);
  CHECK(chosen.size() > 20);
  std::size_t of_group = 0;
  for (std::size_t r = 0; r < some.rows.size(); ++r) {
    CHECK(some.at(r, "area") == "north");
    CHECK(some.at(r, "group") == "opiate");
  }
  for (const auto& [person, rows] : chosen)
    of_group += all.contains(person);
  CHECK(of_group == chosen.size());
}

TEST_CASE("a sample has its share of any run of numbers, and larger ones hold smaller ones") {
  for (const std::uint32_t from : {0u, 1000u, 4000000000u}) {
    int tenth = 0, all = 0, none = 0, within = 0;
    for (std::uint32_t i = 0; i < 1000; ++i) {
      tenth += in_sample(from + i, 0.1);
      all += in_sample(from + i, 1);
      none += in_sample(from + i, 0);
      within += in_sample(from + i, 0.1) && !in_sample(from + i, 0.2);
    }
    CHECK(std::abs(tenth - 100) <= 3);
    CHECK(all == 1000);
    CHECK(none == 0);
    CHECK(within == 0);
  }
}
