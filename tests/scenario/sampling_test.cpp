// How draws are sampled, as files say it: correlations, spreads, rows of a posterior.
#include "scenario/sample.hpp"
#include "scenario/support.hpp"
#include "support/catch.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

const std::string base =
    "extends: minimal.yaml\n"
    "pathway:\n"
    "  moves_away: !uniform {low: 0.02 per year, high: 0.06 per year, draw: moves}\n"
    "  drop_out: {declined_share: !beta {mean: 10%, sd: 5%, draw: declined}}\n"
    "  completion: {rate: {opiate: !gamma {mean: 1 per year, sd: 0.2 per year, draw: done}}}\n";

std::string report_of_sampling(const std::string& text) { return report_of(base + text); }

bool says(const std::string& report, const std::string& text) {
  INFO(report);
  const bool found = report.find(text) != std::string::npos;
  CHECK(found);
  return found;
}

double declined(const Scenario& s) { return s.by_area.at("wigan").pathway.drop_out.declined_share; }

}  // namespace

TEST_CASE("a lone word is the method; nothing said is random") {
  CHECK(load_text(base).scenario.sampling.method == SamplingMethod::random);
  const Scenario s = load_text(base + "sampling: sobol\n").scenario;
  CHECK(s.sampling.method == SamplingMethod::sobol);
  CHECK(s.sampling.replicates == 8);
  says(report_of_sampling("sampling: sobl\n"), "did you mean \"sobol\"?");
}

TEST_CASE("draws of a spread are parts of a power of two") {
  CHECK(report_of(base + "sampling: sobol\n", {{"run.draws", "32"}}) == "no problem");
  CHECK(report_of(base + "sampling: sobol\n", {{"run.draws", "8"}}) == "no problem");
  says(report_of(base + "sampling: sobol\n", {{"run.draws", "40"}}),
       "run.draws: is 40; with sampling: sobol it must be 8 (sampling.replicates) times a power of "
       "two, such as 32 or 64");
  says(report_of(base + "sampling: sobol\n", {{"run.draws", "5"}}), "such as 8 or 16");
  CHECK(report_of(base, {{"run.draws", "5"}}) == "no problem");
  says(report_of_sampling("sampling: {method: sobol, replicates: 4}\n"),
       "must be between 8 and 10000");
}

TEST_CASE("correlations by pairs, by a group with one coefficient, by a matrix") {
  const Scenario s = load_text(base +
                               "sampling:\n"
                               "  correlations:\n"
                               "    - {of: [moves, declined], coefficient: -0.5}\n"
                               "    - {of: [done, declined], matrix: [[1, 0.25], [0.25, 1]]}\n")
                         .scenario;
  const CorrelationMatrix all = all_correlations(s.sampling);
  CHECK(all.names == std::vector<std::string>{"declined", "done", "moves"});
  CHECK(all.matrix == Matrix{{1, 0.25, -0.5}, {0.25, 1, 0}, {-0.5, 0, 1}});
  const Scenario group =
      load_text(base +
                "sampling: {correlations: [{of: [moves, done, declined], coefficient: 0.3}]}\n")
          .scenario;
  CHECK(all_correlations(group.sampling).matrix ==
        Matrix{{1, 0.3, 0.3}, {0.3, 1, 0.3}, {0.3, 0.3, 1}});
}

TEST_CASE("correlations that cannot be are mistakes with their place") {
  const auto report = [](const std::string& list) {
    return report_of_sampling("sampling: {correlations: [" + list + "]}\n");
  };
  says(report("{of: [moves, dclined], coefficient: 0.5}"),
       "sampling.correlations.0.of.1: is the name of no draw; did you mean \"declined\"?");
  says(report("{of: [moves], coefficient: 0.5}"), "must name at least two draws");
  says(report("{of: [moves, moves], coefficient: 0.5}"), "names moves twice");
  says(report("{of: [moves, done]}"), "needs a coefficient or a matrix");
  says(report("{of: [moves, done], coefficient: 0.5, matrix: [[1, 0], [0, 1]]}"),
       "has both a coefficient and a matrix");
  says(report("{of: [moves, done], matrix: [[1, 0.5]]}"), "must have 2 rows of 2 values");
  says(report("{of: [moves, done], matrix: [[1, 0.5], [0.4, 1]]}"),
       "has 0.4 for done and moves, and row 0 has 0.5; they must be the same");
  says(report("{of: [moves, done], matrix: [[0.9, 0.5], [0.5, 1]]}"),
       "has 0.9 for moves with itself; that is 1");
  says(report("{of: [moves, done], coefficient: 1.5}"), "must be between -1 and 1");
  says(report("{of: [moves, done], coefficient: 1}"), "is not positive definite");
  says(report("{of: [moves, done], coefficient: 0.9}, {of: [moves, declined], coefficient: 0.9}, "
              "{of: [done, declined], coefficient: -0.9}"),
       "sampling.correlations: cannot hold together, their matrix is not positive definite: of "
       "declined, done, moves");
  says(report("{of: [moves, done], coefficient: 0.5}, {of: [done, moves], coefficient: 0.4}"),
       "gives the correlation of done and moves, which is given before");
}

TEST_CASE("a posterior's rows come with the scenario, beside its file, and stay in its text") {
  const Folder folder({{"s.yaml", base + "sampling: {posterior: rows.csv}\n"},
                       {"rows.csv", "declined,\"done\"\r\n0.125,2\r\n0.25,1e-1\r\n\r\n"}});
  const LoadedScenario loaded = load_scenario(folder / "s.yaml", {});
  const auto& posterior = loaded.scenario.sampling.posterior;
  REQUIRE(posterior);
  CHECK(posterior->columns == std::vector<std::string>{"declined", "done"});
  CHECK(posterior->rows == Matrix{{0.125, 2}, {0.25, 0.1}});
  CHECK(loaded.resolved_yaml.find("source: rows.csv") != std::string::npos);
  const LoadedScenario again = load_scenario_text(loaded.resolved_yaml, "again");
  CHECK(again.scenario.sampling.posterior->rows == posterior->rows);
  CHECK(again.resolved_yaml == loaded.resolved_yaml);
  CHECK(declined(at_sample(again, {{{"declined", 0.5}}, {{"declined", 0.25}}, {}, {}})) == 0.25);
  // The mean of the column where nothing is drawn, whatever the distribution's.
  CHECK(declined(loaded.scenario) == 0.1875);
  CHECK(declined(again.scenario) == 0.1875);
  CHECK(declined(at_sample(again, {})) == 0.1875);
}

TEST_CASE("what is wrong with a posterior is told with its line") {
  const auto report = [](const std::string& csv, const std::string& more = "") {
    const Folder folder(
        {{"s.yaml", base + more + "sampling: {posterior: rows.csv}\n"}, {"rows.csv", csv}});
    return folder.strip(report_of_file(folder / "s.yaml"));
  };
  says(report("declned,done\n0.1,1\n"),
       "rows.csv:1:1: sampling.posterior.columns.0: is the name of no draw; did you mean "
       "\"declined\"?");
  says(report("declined,done\n0.1,1\n0.2,x\n"),
       "rows.csv:3:5: sampling.posterior.rows.1.1: is \"x\"");
  says(report("declined,done\n0.1,1\n0.2\n"),
       "rows.csv:3:1: sampling.posterior.rows.1: has 1 of 2 values");
  says(report("declined,done\n0.1,1\n1.2,1\n"),
       "rows.csv:3:1: sampling.posterior.rows.1.0: is out of the range of declined");
  says(report("declined\n"), "must have at least one");
  says(report("done,done\n1,1\n"), "has done twice");
  says(report_of_sampling("sampling: {posterior: nowhere.csv}\n"), "nowhere.csv");
  says(report("moves\n0.03\n",
              "areas: {wigan: {pathway: {moves_away: !uniform {low: 0.03 per year, high: 0.06 per "
              "year, draw: done}}}}\n"),
       "is the name of no draw");
  says(report("done\n0.5\n",
              "areas: {wigan: {pathway: {moves_away: !uniform {low: 0.03 per year, high: 0.06 per "
              "year, draw: done}}}}\n"),
       "is the draw of different distributions");
  const Folder both(
      {{"s.yaml", base + "sampling: {posterior: rows.csv, correlations: [{of: [moves, "
                         "done], coefficient: 0.2}]}\n"},
       {"rows.csv", "done\n1\n"}});
  says(report_of_file(both / "s.yaml"), "names done, which takes its values from the posterior");
}
