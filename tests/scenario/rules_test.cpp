// Rules that tie a scenario's parts together, where the broken scenarios do not show both sides of
// them.
#include "scenario/support.hpp"
#include "support/catch.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

/// What is said of a provider that offers only `offered` to people who begin in `begun`.
std::string report_of_offer(const std::string& begun, const std::string& offered,
                            const std::string& pathway, const std::string& new_people = "") {
  return report_of("extends: minimal.yaml\npathway: {people: {all: {modality: {psychosocial: 0, " +
                   begun + ": 1}}}, modality_change: {" + pathway +
                   "}}\nareas: {wigan: {new_people: {opiate: 1 per year, alcohol: 0 per year" +
                   new_people + "}, providers: {north: {share: {alcohol: 0}, offers: {all: no, " +
                   offered + "}}}}}\n");
}

}  // namespace

TEST_CASE("what clients begin with has to be offered, what nobody comes to need not be") {
  CHECK(report_of_offer("maintenance", "maintenance: yes", "") == "no problem");
  CHECK(report_of_offer("maintenance", "residential: yes", "")
            .find("nobody offers maintenance to opiate clients, who "
                  "come to it at triage (pathway.people.opiate.modality)") != std::string::npos);
}

TEST_CASE("what clients change to has to be offered") {
  const std::string changes = "by pathway.modality_change.rate";
  CHECK(report_of_offer("maintenance", "maintenance: yes", "rate: {all: 1 per year}")
            .find("nobody offers reduction") != std::string::npos);
  CHECK(
      report_of_offer("maintenance", "maintenance: yes, reduction: yes", "rate: {all: 1 per year}")
          .find("nobody offers psychosocial") != std::string::npos);
  CHECK(report_of_offer("maintenance", "maintenance: yes, reduction: yes",
                        "rate: {maintenance: 1 per year}") == "no problem");
  CHECK(report_of_offer("residential", "residential: yes", "rate: {residential: 1 per year}")
            .find("nobody offers psychosocial") != std::string::npos);
}

TEST_CASE("reductions that fail go back to maintenance") {
  const std::string offers = "reduction: yes, psychosocial: yes";
  CHECK(report_of_offer("reduction", offers, "rate: {reduction: 1 per year}") == "no problem");
  CHECK(report_of_offer("reduction", offers, "reduction_fails: 10%") == "no problem");
  CHECK(report_of_offer("reduction", offers, "rate: {reduction: 1 per year}, reduction_fails: 10%")
            .find("nobody offers maintenance to opiate clients, who come to it by "
                  "pathway.modality_change.rate") != std::string::npos);
}

TEST_CASE("only groups that come to the area count") {
  CHECK(report_of_offer("maintenance", "maintenance: yes", "", "") == "no problem");
  CHECK(report_of_offer("maintenance", "maintenance: yes", "", ", non_opiate: 1 per year") ==
        "no problem");
  CHECK(report_of(
            "extends: minimal.yaml\nareas: {wigan: {providers: {north: {share: {alcohol: 0}}}}}\n")
            .find("nobody offers psychosocial to alcohol clients") != std::string::npos);
}

TEST_CASE("an area needs a provider") {
  CHECK(report_of("extends: minimal.yaml\ndesigns: {block: {contracts: {north: ~}}}\n"
                  "areas: {wigan: {new_people: {all: 0 per year, opiate: 0 per year, alcohol: 0 "
                  "per year}, providers: "
                  "{north: ~}}}\n") ==
        "x.yaml:3:89: areas.wigan.providers: is empty; an area needs at least one provider\n"
        "1 problem; nothing was run.");
}

TEST_CASE("transitions may begin on the first and last day of the run and not outside") {
  const auto begins = [](const std::string& day) {
    return report_of("extends: minimal.yaml\ndesigns: {block: {transition: {begins: " + day +
                     "}}}\n");
  };
  CHECK(begins("2011-04-01") == "no problem");
  CHECK(begins("2014-04-01") == "no problem");
  CHECK(begins("2011-03-01").find("must lie within the run") != std::string::npos);
  CHECK(begins("2014-05-01").find("must lie within the run") != std::string::npos);
}

TEST_CASE("months and years of the run") {
  const auto run = [](const std::string& what) {
    return report_of("extends: minimal.yaml\nrun: {" + what + "}\n");
  };
  CHECK(run("history: 1 month") == "no problem");
  CHECK(run("history: 80 years, contract: 80 years, go_live: 2200-01-01") == "no problem");
  CHECK(run("contract: 30.4375 days, go_live: 1900-01-01") == "no problem");
  CHECK(run("contract: 30.43749 days") == "no problem");
  CHECK(run("contract: 30.4 days").find("must be at least 1 month") != std::string::npos);
  CHECK(run("contract: 61 days").find("must be whole months") != std::string::npos);
  CHECK(run("go_live: 1899-12-01").find("must lie from 1900 to 2200") != std::string::npos);
}

TEST_CASE("an optional field may be left empty") {
  const LoadedScenario loaded = load_text(
      "extends: minimal.yaml\ndesigns: {block: {transition: {begins: ~}, contracts: {north: "
      "{terms: {grant: {cap: "
      "}}}}}}\n");
  CHECK_FALSE(loaded.scenario.by_area.at("wigan").designs.at("block").transition.begins);
}
