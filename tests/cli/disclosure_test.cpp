// Suppressed tables of whole runs: attacked, and looked at.
#include <unistd.h>

#include <cmath>

#include "analysis/tables.hpp"
#include "attack.hpp"
#include "cli/commands.hpp"
#include "results/panel_table.hpp"
#include "support/catch.hpp"

using namespace pbrsim;
using namespace pbrsim::test;
namespace fs = std::filesystem;

namespace {

struct Options {
  std::vector<std::string> by;
  int suppress;
  int replications;
  int seed;
  std::vector<std::string> set = {};
};

Release release_of(const Options& o, int suppress) {
  const fs::path folder =
      fs::temp_directory_path() / ("pbrsim_disclosure_test_" + std::to_string(::getpid()));
  fs::remove_all(folder);
  cli::RunArguments a;
  a.scenario.file = TWO_DESIGNS;
  a.scenario.replications = o.replications;
  a.scenario.seed = o.seed;
  a.scenario.set = o.set;
  a.scenario.threads = 2;
  a.out = folder.string();
  a.by = o.by;
  a.suppress = suppress;
  a.quiet = true;
  REQUIRE(cli::run(a) == ExitCode::done);
  PanelKeys keys;
  for (const std::string& key : o.by) {
    keys.group = keys.group || key == "group";
    keys.cluster = keys.cluster || key == "cluster";
    keys.replication = keys.replication || key == "replication";
  }
  Release release;
  release.emplace("panel", read_table(folder / "panel.csv", panel_schema(keys)));
  for (const TableSchema& schema : all_tables())
    if (schema.name == "ledger" || schema.name == "summary" || schema.name == "differences")
      release.emplace(schema.name, read_table(folder / (schema.name + ".csv"), schema));
  fs::remove_all(folder);
  return release;
}

double number_at(const Table& table, std::size_t row, const std::string& column) {
  return std::stod(table.at(row, column));
}

/// Every value is the unsuppressed one or `*`; what is small is `*`.
void check_values(const Release& suppressed, const Release& plain, int suppress) {
  const Table &s = suppressed.at("panel"), &p = plain.at("panel");
  REQUIRE(s.rows.size() == p.rows.size());
  std::size_t wrong = 0, shown = 0, hidden = 0;
  for (std::size_t r = 0; r < s.rows.size(); ++r)
    for (std::size_t c = 0; c < s.header.size(); ++c) {
      const bool star = s.rows[r][c] == "*";
      wrong += !star && s.rows[r][c] != p.rows[r][c];
      if (s.schema.columns[c].disclosure != Disclosure::count) continue;
      const double n = number_at(p, r, p.header[c]);
      wrong += n > 0 && n < suppress && !star;
      hidden += star;
      shown += !star && n > 0;
    }
  CHECK(wrong == 0);
  CHECK(hidden > 0);
  CHECK(shown > 0);
}

std::size_t recovered_totals(const Release& release) {
  std::size_t n = 0;
  for (const Recovered& r : attack(release))
    if (r.table == "summary") {
      const Table& summary = release.at("summary");
      UNSCOPED_INFO(summary.at(r.row, "design")
                    << " " << summary.at(r.row, "area") << " " << summary.at(r.row, "measure"));
      ++n;
    }
  return n;
}

}  // namespace

TEST_CASE("no suppressed value can be worked out") {
  for (const Options& o :
       {Options{{}, 5, 1, 11}, Options{{}, 3, 1, 12}, Options{{}, 10, 3, 13}, Options{{}, 5, 4, 14},
        Options{{"replication"}, 5, 2, 15}, Options{{"group"}, 3, 1, 16}}) {
    INFO("suppress " << o.suppress << ", replications " << o.replications << ", seed " << o.seed);
    const Release plain = release_of(o, 0), suppressed = release_of(o, o.suppress);
    check_values(suppressed, plain, o.suppress);
    std::size_t panel = 0, small_payments = 0;
    for (const Recovered& r : attack(suppressed)) {
      panel += r.table == "panel";
      if (r.table == "panel")
        UNSCOPED_INFO(plain.at("panel").at(r.row, "design")
                      << " " << plain.at("panel").at(r.row, "area") << " "
                      << plain.at("panel").at(r.row, "month") << " " << r.column << " = "
                      << plain.at("panel").at(r.row, r.column));
      // A payment may repeat what the panel shows, which is not small.
      small_payments +=
          r.table == "ledger" && number_at(plain.at("ledger"), r.row, "entries") < o.suppress;
    }
    CHECK(panel == 0);
    CHECK(small_payments == 0);
    CHECK(recovered_totals(suppressed) == 0);
    // The control: were only small numbers suppressed, some of them could be worked out.
    std::size_t recovered = 0;
    for (const Recovered& r : attack(only_small_suppressed(plain, o.suppress)))
      recovered += r.table == "panel";
    CHECK(recovered > 0);
  }
}

TEST_CASE("no suppressed total can be worked out from areas or months") {
  // A small area beside a large one, which must give way though its own months are not small.
  const Options o{{},
                  20,
                  1,
                  19,
                  {"areas.north.new_people.opiate=300 per year",
                   "areas.north.providers.service.keyworker_hours=1500 hours per week",
                   "areas.south.providers.first.keyworker_hours=4 hours per week",
                   "areas.south.providers.second.keyworker_hours=4 hours per week"}};
  const Release suppressed = release_of(o, o.suppress), plain = release_of(o, 0);
  CHECK(recovered_totals(suppressed) == 0);
  CHECK(recovered_totals(only_small_suppressed(plain, o.suppress)) > 0);
}

TEST_CASE("as many people as payments are not shown beside them") {
  std::size_t given_away = 0;
  for (int seed = 20; seed < 24; ++seed) {
    const Options o{
        {}, 3, 1, seed, {"areas.north.providers.service.keyworker_hours=50 hours per week"}};
    const Release suppressed = release_of(o, o.suppress), plain = release_of(o, 0);
    CHECK(months_of_ones(suppressed, plain) == 0);
    Release control = only_small_suppressed(plain, o.suppress);
    given_away += months_of_ones(control, plain);
  }
  CHECK(given_away > 0);
}

TEST_CASE("what is suppressed under one design is suppressed under all") {
  const Options o{{}, 5, 2, 17};
  const Release plain = release_of(o, 0), suppressed = release_of(o, 5);
  const Table &s = suppressed.at("panel"), &p = plain.at("panel");
  const std::size_t a_design = s.rows.size() / 3;
  std::size_t wrong = 0, stars = 0;
  for (std::size_t r = 0; r < a_design; ++r)
    for (std::size_t c = 0; c < s.header.size(); ++c) {
      bool any = false;
      for (std::size_t d = 0; d < 3; ++d)
        any = any || s.rows[r + d * a_design][c] == "*";
      stars += any;
      for (std::size_t d = 0; d < 3 && any; ++d)
        wrong += s.rows[r + d * a_design][c] != "*" && p.rows[r + d * a_design][c] != "0";
    }
  CHECK(wrong == 0);
  CHECK(stars > 100);
}

TEST_CASE("rates and differences go with their counts") {
  // So many that planned exits are small in every area, returns too.
  const Release release = release_of({{}, 150, 2, 18}, 150);
  const auto shows = [&](const char* table, const char* measure) {
    const Table& t = release.at(table);
    for (std::size_t r = 0; r < t.rows.size(); ++r)
      if (t.at(r, "design") == "copy" && t.at(r, "area") == "north" &&
          t.at(r, "measure") == measure)
        return t.at(r, "mean") != "*";
    return true;
  };
  for (const char* table : {"summary", "differences"}) {
    CHECK_FALSE(shows(table, "planned_exits"));
    CHECK_FALSE(shows(table, "planned_exits_expected"));
    CHECK_FALSE(shows(table, "completed_of_treated"));
    CHECK_FALSE(shows(table, "represented_12"));
    CHECK_FALSE(shows(table, "qalys"));
    CHECK(shows(table, "new_journeys"));
    CHECK(shows(table, "clinical_events"));
  }
}
