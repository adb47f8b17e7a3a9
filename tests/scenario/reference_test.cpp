// What is written from the field lists: the reference, the schema, differences of scenarios.
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "scenario/difference.hpp"
#include "scenario/form.hpp"
#include "scenario/quantity.hpp"
#include "scenario/reference.hpp"
#include "scenario/schema.hpp"
#include "scenario/support.hpp"
#include "support/catch.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

std::string read_file(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::stringstream text;
  text << stream.rdbuf();
  return text.str();
}

LoadedScenario rich(const std::vector<Override>& overrides = {}) {
  return load_scenario(test_folder() / "rich.yaml", overrides);
}

std::vector<std::string> lines_of(const std::vector<ScenarioDifference>& all) {
  std::vector<std::string> lines;
  for (const ScenarioDifference& d : all)
    lines.push_back(d.path + ": " + d.a + " -> " + d.b);
  return lines;
}

using Lines = std::vector<std::string>;

/// The records of a form, each once.
void collect(const yaml::Form& form, std::set<const yaml::Form*>& records) {
  const yaml::Form* record = yaml::record_in(form);
  if (!record || !records.insert(record).second) return;
  for (const yaml::FormField& field : record->fields)
    collect(*field.form, records);
}

}  // namespace

TEST_CASE("scenarios/README.md is what the program prints as its reference") {
  CHECK(read_file(test_folder() / "../../scenarios/README.md") == scenario_reference());
}

TEST_CASE("the reference names records by where they stand, and says nothing of nothing") {
  const std::string reference = scenario_reference();
  const auto says = [&](const char* text) { return reference.find(text) != std::string::npos; };
  CHECK(says("### `terms.NAME.threshold`\n"));
  CHECK(says("### `terms.NAME.escalator.steps.NUMBER`\n"));
  CHECK(says("list of [see below](#termsnameescalatorstepsnumber)"));
  CHECK(says("`block` may have `funder`"));
  CHECK(says("`outcome` must have `measure`; may have"));
  CHECK_FALSE(says("must have ;"));
}

TEST_CASE("the smallest scenario of the reference is valid") {
  std::istringstream reference(scenario_reference());
  std::string line, text;
  while (std::getline(reference, line) && line != "## The smallest scenario") {
  }
  while (std::getline(reference, line) && (line.empty() || line.starts_with("    ")))
    text += line.substr(std::min<std::size_t>(4, line.size())) + "\n";
  CHECK(text.size() > 1000);
  const std::string evidence = (test_folder() / "../../scenarios/evidence/").string();
  text = std::regex_replace(text, std::regex("- evidence/"), "- " + evidence);
  CHECK(load_text(text).scenario.designs.size() == 2);
}

TEST_CASE("every key is in the reference and in the schema") {
  yaml::Forms forms;
  std::set<const yaml::Form*> records;
  collect(*forms.of<Scenario>(), records);
  CHECK(records.size() > 30);
  const std::string reference = scenario_reference(), schema = scenario_schema();
  std::size_t keys = 0;
  for (const yaml::Form* record : records)
    for (const yaml::FormField& field : record->fields) {
      INFO(field.name);
      CHECK(reference.find("| `" + std::string(field.name) + "` | " + std::string(field.doc)) !=
            std::string::npos);
      CHECK(schema.find('"' + std::string(field.name) + "\": {") != std::string::npos);
      ++keys;
    }
  CHECK(keys > 200);
}

TEST_CASE("a default that is not neutral says where it comes from") {
  yaml::Forms forms;
  std::set<const yaml::Form*> records;
  collect(*forms.of<Scenario>(), records);
  const std::regex neutral("|\"\"|(GBP )?[01]( .*)?|true|false|[a-z_]+");
  for (const yaml::Form* record : records)
    for (const yaml::FormField& field : record->fields) {
      INFO(record->type << '.' << field.name << " = " << field.initial);
      CHECK((std::regex_match(field.initial, neutral) || !field.spec.source.empty() ||
             field.spec.required));
    }
}

TEST_CASE("the pattern of a unit takes what the reader takes") {
  const char* texts[] = {"1",
                         "-1.5",
                         ".5",
                         "1e-3",
                         "35%",
                         "35 %",
                         "21 days",
                         "1 day",
                         "6 months",
                         "x",
                         "",
                         "0.39 per year",
                         "2 per week",
                         "7 per 100 years",
                         "1 per person-year",
                         "2 hours",
                         "37 hours per week",
                         "GBP 5",
                         "GBP 1,200.50",
                         "GBP 12,00",
                         "GBP 55 per week",
                         "GBP 3 per hour",
                         "5 GBP",
                         "GBP 5 per 2 weeks",
                         "1 fortnight",
                         "1 per fortnight",
                         "1day",
                         "GBP5"};
  for (int unit = 0; unit <= static_cast<int>(Unit::of_key); ++unit) {
    const std::regex pattern(yaml::pattern_of(static_cast<Unit>(unit)));
    for (const char* text : texts) {
      INFO(unit << ": " << text);
      const bool read = yaml::parse_quantity(text, {static_cast<Unit>(unit)}).value.has_value();
      CHECK(std::regex_match(text, pattern) == read);
    }
  }
}

TEST_CASE("a scenario does not differ from itself, from its complete text or in provenance") {
  const LoadedScenario a = rich();
  CHECK(differences(a, a).empty());
  CHECK(differences(a, load_text(a.resolved_yaml)).empty());
  CHECK(differences(a, rich({{"economics.custody", "{value: GBP 0 per year, mark: J}"}})).empty());
}

TEST_CASE("differences have full paths and both values, shared ones once") {
  const LoadedScenario a = rich();
  CHECK(lines_of(differences(
            a, rich({{"run.seed", "5"}, {"pathway.drop_out.declined_share", "20%"}}))) ==
        Lines{"run.seed: 9007199254740991 -> 5",
              "areas.*.pathway.drop_out.declined_share: 0 -> 0.2"});
  CHECK(lines_of(differences(a, rich({{"areas.leeds.pathway.drop_out.declined_share", "20%"}}))) ==
        Lines{"areas.leeds.pathway.drop_out.declined_share: 0 -> 0.2"});
  CHECK(lines_of(differences(a, rich({{"pathway.transfer",
                                       "!lognormal {median: 0.1 per year, "
                                       "log_sd: 0.3, draw: moves}"}})))
            .size() == 4);
}

TEST_CASE("what only one scenario has is said") {
  const LoadedScenario a = load_text("extends: minimal.yaml\n");
  const LoadedScenario b = load_text(
      "extends: minimal.yaml\ndesigns: {block: {contracts: {north: {terms: {start: {kind: "
      "attachment, price: GBP 5}}}}}}\n");
  const std::vector<ScenarioDifference> all = differences(a, b);
  REQUIRE(all.size() > 2);
  for (const ScenarioDifference& d : all) {
    CHECK(d.path.starts_with("areas.wigan.designs.block.contracts.north.terms.start."));
    CHECK(d.a.empty());
  }
  CHECK(differences(b, a).size() == all.size());
}
