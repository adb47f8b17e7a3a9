// The resolved text: complete, and when it is loaded it gives the same scenario and the same text.
#include <sstream>

#include "core/error.hpp"
#include "scenario/parse.hpp"
#include "scenario/print.hpp"
#include "scenario/source_text.hpp"
#include "scenario/support.hpp"
#include "support/catch.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

LoadedScenario load(const std::string& name, const std::vector<Override>& overrides = {}) {
  return load_scenario(test_folder() / name, overrides);
}

void check_round_trip(const LoadedScenario& first) {
  const LoadedScenario second = load_text(first.resolved_yaml);
  CHECK(second.resolved_yaml == first.resolved_yaml);
  const auto before = members_of(first.scenario), after = members_of(second.scenario);
  CHECK(before.size() > 500);
  CHECK(before == after);
}

int count_of(const std::string& text, const std::string& part) {
  int count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++count;
  return count;
}

}  // namespace

TEST_CASE("the resolved text of a minimal scenario loads to the same") {
  check_round_trip(load("minimal.yaml"));
}

TEST_CASE("the resolved text of a rich scenario loads to the same") {
  check_round_trip(load("rich.yaml"));
}

TEST_CASE("so it does where areas differ in their pathway") {
  const LoadedScenario loaded =
      load("rich.yaml", {{"areas.wigan.pathway.recording.provider", "{value: 20%, mark: J}"}});
  CHECK(loaded.scenario.by_area.at("leeds").pathway.recording.provider == 0.4);
  CHECK(count_of(loaded.resolved_yaml, "start_use:") == 2);
  check_round_trip(loaded);
}

TEST_CASE("a pathway that all areas share is printed once") {
  const std::string text = load("rich.yaml").resolved_yaml;
  CHECK(count_of(text, "start_use:") == 1);
  CHECK(text.starts_with("pbrsim: 1\ntitle: "));
  CHECK(count_of(text, "extends") == 0);
}

TEST_CASE("every provenance of the rich scenario is in its resolved text") {
  const std::string text = load("rich.yaml").resolved_yaml;
  for (const char* kept :
       {"source: made up", "source: of all designs", "note: \"{not: yaml\"",
        "{value: 9007199254740991, note: the largest}",
        "{value: 0.333, source: \"NDTMS 2010-11, table 2.1\", mark: R-H}",
        "source: the whole group", "source: both together",
        "{value: 0.007 per year, source: one for all}", "mark: D}", "note: list}",
        "{value: 1 per year, mark: S}", "{value: 1.5 hours per week, source: staff survey}",
        "{value: GBP 600 per week, mark: R-L}", "baseline: {value: lasars, note: on purpose}",
        "note: a pilot", "hard: {value: [medium, high, very_high], mark: J}",
        "{value: GBP 900, source: tariff}"}) {
    INFO(kept);
    CHECK(text.find(kept) != std::string::npos);
  }
}

TEST_CASE("a lone scalar's provenance is printed at each value it stands for and nowhere else") {
  const std::string text = load("rich.yaml").resolved_yaml;
  CHECK(count_of(text, "source: staff survey") == 4);
  CHECK(count_of(text, "source: one for all") == 4);
}

TEST_CASE("the rich scenario means what it says") {
  const Scenario s = load("rich.yaml").scenario;
  CHECK(s.title == "Line one\nand \"two\": é, 'quoted' # no comment \x07");
  CHECK(s.history_months() == 3);
  CHECK(s.contract_months() == 24);
  CHECK(s.baseline == "lasars");
  CHECK(s.areas == std::vector<std::string>{"wigan", "leeds"});
  const AreaScenario& leeds = s.by_area.at("leeds");
  CHECK(leeds.area.name == "Leeds");
  CHECK(leeds.area.new_people[Group::alcohol_and_non_opiate] == 144);
  CHECK(leeds.area.providers.at("north").share[Group::alcohol] == 2);
  CHECK(leeds.pathway.immediate_assessment);
  CHECK(leeds.pathway.people[Group::opiate].female.share == 0.333);
  CHECK(leeds.pathway.people[Group::alcohol].presenting_days.median == 5);
  CHECK(leeds.pathway.stop_use.community[Group::alcohol].pieces.at(1).from == 182.625);
  const DesignParameters& design = leeds.designs.at("lasars");
  CHECK(design.label == "no");
  CHECK(s.by_area.at("wigan").designs.at("lasars").label == "Wigan's own");
  CHECK(to_iso(*design.transition.begins) == "2012-03-01");
  CHECK(design.practice.at("north").engagement[MeasuredBand::very_high] == 2);
  CHECK(design.practice.at("north").engagement[MeasuredBand::low] == 1.2);
  const TermParameters& exits = design.contracts.at("north").terms.at("exits");
  CHECK(exits.groups == std::vector<Group>{Group::opiate, Group::alcohol});
  CHECK(exits.funder == Funder::nhs);
  CHECK(exits.price == std::map<std::string, double>{{"easy", 300}, {"hard", 900}});
  CHECK(*design.contracts.at("north").terms.at("weeks").price_per_week ==
        ByModality<double>::filled(10));
}

TEST_CASE("every text survives printing and parsing") {
  std::vector<std::string> texts{"",     " ",      "a",   "no",         "NULL", "~",  "1",  "1e3",
                                 "a: b", "a #b",   "- a", "[a",         "x ",   " x", "é",  "\"",
                                 "\\",   "a\nb\n", "%a",  "@a",         "`a",   "&a", "*a", "!a",
                                 "|",    ">",      "'",   "a,b",        "{",    "}",  "?",  "---",
                                 "...",  "0x1",    ".5",  "2012-04-01", "=",    "<<"};
  for (int c = 1; c < 128; ++c)
    texts.push_back(std::string(1, static_cast<char>(c)) + "z");
  texts.emplace_back(std::string(5000, 'w') + " end");
  for (const std::string& text : texts) {
    yaml::Node leaf = yaml::scalar_node(text);
    leaf.wording = true;
    yaml::Node item;
    item.kind = yaml::Kind::sequence;
    item.items = {yaml::finish(leaf), yaml::finish(leaf)};
    yaml::Node root;
    root.kind = yaml::Kind::mapping;
    root.entries = {{"a", {}, yaml::finish(leaf)}, {"b", {}, yaml::finish(item)}};
    yaml::Report report;
    CHECK(yaml::check_text(yaml::print(root)).fault.message.empty());
    const auto back = yaml::parse(yaml::print(root), report.add_file("x"), report);
    INFO(yaml::print(root));
    REQUIRE(back);
    REQUIRE(back->find("a")->kind == yaml::Kind::scalar);
    CHECK(back->find("a")->text == text);
    CHECK(back->find("b")->items.at(1)->text == text);
  }
}
