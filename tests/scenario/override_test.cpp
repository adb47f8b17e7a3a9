// Values from the command line.
#include "scenario/support.hpp"
#include "support/catch.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

LoadedScenario load_with(const std::vector<Override>& overrides) {
  return load_scenario(test_folder() / "minimal.yaml", overrides);
}

std::string report_with(const std::vector<Override>& overrides) {
  return report_of("extends: minimal.yaml\n", overrides);
}

}  // namespace

TEST_CASE("overrides go over everything that files say") {
  const Scenario s =
      load_with({{"run.replications", "100"},
                 {"run.seed", "{value: 8, note: by hand}"},
                 {"areas.wigan.providers.north.keyworker_hours", "10 hours per week"},
                 {"pathway.drop_out.hazard.opiate", "{shape: 0.7, scale: 100 days}"},
                 {"designs.block.contracts.north.terms.grant.amount", "GBP 1,000 per year"},
                 {"title", "no"}})
          .scenario;
  CHECK(s.run.replications == 100);
  CHECK(s.run.seed == 8);
  const AreaScenario& wigan = s.by_area.at("wigan");
  CHECK(wigan.area.providers.at("north").keyworker_hours == 10);
  CHECK(wigan.pathway.drop_out.hazard[Group::opiate].shape == 0.7);
  CHECK(wigan.pathway.drop_out.hazard[Group::alcohol].rate == 0.8);
  CHECK(wigan.designs.at("block").contracts.at("north").terms.at("grant").amount == 1000.0);
  CHECK(s.title == "no");
}

TEST_CASE("later overrides win, paths are made where needed, empty values take away") {
  const Scenario s =
      load_with(
          {{"run.seed", "1"}, {"run.seed", "2"}, {"stock.people", "0"}, {"run.replications", ""}})
          .scenario;
  CHECK(s.run.seed == 2);
  CHECK(s.stock.people == 0);
  CHECK(s.run.replications == RunParameters().replications);
}

TEST_CASE("overrides of a field and of the area differ as they do in files") {
  const Scenario s = load_with({{"pathway.recording.provider", "0.1"},
                                {"areas.wigan.pathway.recording.provider", "0.2"}})
                         .scenario;
  CHECK(s.by_area.at("wigan").pathway.recording.provider == 0.2);
}

TEST_CASE("problems with overrides name the option") {
  CHECK(report_with({{"run.replications", "0"}, {"run.bogus", "3"}, {"run", "{seed: x}"}}) ==
        "--set run.replications: is \"0\"; must be between 1 and 10000000\n"
        "--set run.bogus: is not known here; known are: go_live, history, contract, follow_up, replications, "
        "draws, seed\n"
        "--set run: run.seed: is \"x\"; must be a plain number, like \"1.5\"\n"
        "3 problems; nothing was run.");
  CHECK(report_with({{"areas.wigan.providers.north.hours", "5 hours per week"}}) ==
        "--set areas.wigan.providers.north.hours: is not known here; did you mean "
        "\"keyworker_hours\"? (known are: keyworker_hours, offers, share, hourly_cost, "
        "fixed_cost, finances)\n"
        "1 problem; nothing was run.");
  CHECK(report_with({{"pathway.drop_out.hazard.opiate", "{shape: 0.7}"}}) ==
        "--set pathway.drop_out.hazard.opiate: a Weibull hazard needs both shape and scale; add "
        "the missing one\n"
        "1 problem; nothing was run.");
}

TEST_CASE("overrides that are no paths or no values") {
  CHECK(
      report_with({{"x..y", "2"},
                   {"", "2"},
                   {"title", "a: ["},
                   {"run", "{extends: minimal.yaml}"},
                   {"title", "caf\xE9"},
                   {"run.seed", "!x 3"},
                   {"title", "a\n---\nb"}}) ==
      "--set x..y: is no path; write it like run.replications=100\n"
      "--set : is no path; write it like run.replications=100\n"
      "--set title: is not valid YAML: end of sequence flow not found\n"
      "--set run: extends files; that has to stand in a file\n"
      "--set title: is not UTF-8: there is a stray byte 0xE9 at byte offset 3\n"
      "--set run.seed: has the tag \"!x\", which is not known; tags name distributions; there are: "
      "constant, uniform, normal, truncated_normal, lognormal, beta, gamma, triangular\n"
      "--set title: a second YAML document begins here; a file must hold only one\n"
      "7 problems; nothing was run.");
}

TEST_CASE("problems of files come before those of the command line") {
  CHECK(report_of("extends: minimal.yaml\nstock: {people: x}\n", {{"run.seed", "x"}}) ==
        "x.yaml:2:17: stock.people: is \"x\"; must be a plain number, like \"1.5\"\n"
        "--set run.seed: is \"x\"; must be a plain number, like \"1.5\"\n"
        "2 problems; nothing was run.");
}

TEST_CASE("an option changes what is there and adds no names") {
  CHECK(report_with({{"areas.wigna.growth", "0.01"}})
            .find("--set areas.wigna.growth: areas.wigna: is not in the scenario, and an option "
                  "only changes what is there; add it in a file; did you mean \"wigan\"?") !=
        std::string::npos);
  CHECK(report_with({{"designs.block.contracts.north.terms.grnat.amount", "GBP 5 per year"}})
            .find("did you mean \"grant\"?") != std::string::npos);
  CHECK(report_with({{"areas.wigan.providers.north.fixed_cost", "GBP 5 per year"}}) ==
        "no problem");
  CHECK(report_with({{"designs.block.practice.north.coding", "0.5"}}) == "no problem");
  CHECK(report_with({{"designs.blok.label", "x"}})
            .find("designs.blok: is not in the scenario, and an option only changes what is "
                  "there") != std::string::npos);
}
