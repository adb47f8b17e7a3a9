// One tree over another: extends, areas over the top level, provenance, lone scalars.
#include <sstream>

#include "core/error.hpp"
#include "scenario/support.hpp"
#include "support/catch.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

const PathwayParameters& pathway(const LoadedScenario& loaded, const std::string& area = "wigan") {
  return loaded.scenario.by_area.at(area).pathway;
}

/// The line of the resolved text that holds `key:`, without indentation; the first one.
std::string line_with(const LoadedScenario& loaded, const std::string& key) {
  std::istringstream stream(loaded.resolved_yaml);
  for (std::string line; std::getline(stream, line);) {
    const std::size_t start = line.find_first_not_of(' ');
    if (start != std::string::npos && line.compare(start, key.size() + 1, key + ":") == 0)
      return line.substr(start);
  }
  return "no such line";
}

LoadedScenario load_files(const std::map<std::string, std::string>& files) {
  const Folder folder(files);
  return load_scenario(folder / "x.yaml", {});
}

constexpr const char* base = "extends: minimal.yaml\n";

}  // namespace

TEST_CASE("later files go over earlier ones, own keys over all") {
  const LoadedScenario loaded = load_files({
      {"x.yaml", "extends: [minimal.yaml, a.yaml, sub/b.yaml]\nrun: {seed: 3}\n"},
      {"a.yaml", "run: {seed: 1, replications: 11}\ntitle: A\n"},
      {"sub/b.yaml", "extends: c.yaml\nrun: {replications: 12}\n"},
      {"sub/c.yaml", "run: {seed: 2, replications: 13}\ntitle: C\n"},
  });
  CHECK(loaded.scenario.run.seed == 3);
  CHECK(loaded.scenario.run.replications == 12);
  CHECK(loaded.scenario.title == "C");
  CHECK(loaded.scenario.run.history == 365.25);
}

TEST_CASE("any mapping may extend a file, and a file may be used many times") {
  const LoadedScenario loaded = load_files({
      {"x.yaml",
       "extends: minimal.yaml\n"
       "pathway: {stop_use: {treatment: {extends: t.yaml, alcohol: 9 per year}},\n"
       "          start_use: {treatment: {extends: t.yaml}}}\n"},
      {"t.yaml", "opiate: 1 per year\nalcohol: 2 per year\n"},
  });
  CHECK(pathway(loaded).stop_use.treatment[Group::opiate].rate == 1.0);
  CHECK(pathway(loaded).stop_use.treatment[Group::alcohol].rate == 9.0);
  CHECK(pathway(loaded).start_use.treatment[Group::alcohol].rate == 2.0);
}

TEST_CASE("lists are replaced, not joined") {
  const LoadedScenario loaded = load_files({
      {"x.yaml",
       "extends: [minimal.yaml, p.yaml]\npathway: {mortality: {other_causes: {opiate: "
       "{pieces: [{from: 0 days, rate: 3 per year}]}}}}\n"},
      {"p.yaml",
       "pathway: {mortality: {other_causes: {opiate: {pieces: [{from: 0 days, rate: 1 per "
       "year}, {from: 1 year, rate: 2 per year}]}}}}\n"},
  });
  const auto& pieces = pathway(loaded).mortality.other_causes[Group::opiate].pieces;
  REQUIRE(pieces.size() == 1);
  CHECK(pieces[0].rate == 3);
}

TEST_CASE("a scalar replaces a mapping whole, a mapping the rate of a hazard") {
  const std::string weibull =
      "pathway: {drop_out: {hazard: {all: {shape: 0.7, scale: 100 days}}}}\n";
  const LoadedScenario scalar = load_files(
      {{"x.yaml",
        "extends: [minimal.yaml, w.yaml]\npathway: {drop_out: {hazard: {all: 2 per year}}}\n"},
       {"w.yaml", weibull}});
  CHECK(pathway(scalar).drop_out.hazard[Group::opiate].rate == 2.0);
  CHECK_FALSE(pathway(scalar).drop_out.hazard[Group::opiate].shape);
  const LoadedScenario mapping = load_text(base + weibull);
  CHECK_FALSE(pathway(mapping).drop_out.hazard[Group::opiate].rate);
  CHECK(pathway(mapping).drop_out.hazard[Group::opiate].shape == 0.7);
}

TEST_CASE("a lone scalar stands for all names, and goes on to where a mapping over it is silent") {
  const std::string all =
      "pathway: {other_use: {turnover: 3 per year}, injecting: {begins: {all: 1 per year, "
      "opiate: 2 per year}}}\n";
  const LoadedScenario lone = load_text(base + all);
  for (const double t : pathway(lone).other_use.turnover)
    CHECK(t == 3);
  CHECK(pathway(lone).injecting.begins[Group::opiate] == 2);
  CHECK(pathway(lone).injecting.begins[Group::alcohol] == 1);
  const LoadedScenario over = load_files({{"x.yaml",
                                           "extends: [minimal.yaml, a.yaml]\npathway: {other_use: "
                                           "{turnover: {opiate: 4 per year}}}\n"},
                                          {"a.yaml", all}});
  CHECK(pathway(over).other_use.turnover[Group::opiate] == 4);
  CHECK(pathway(over).other_use.turnover[Group::alcohol] == 3);
}

TEST_CASE("names left out of a table keep the default") {
  const LoadedScenario loaded =
      load_text(std::string(base) +
                "areas: {wigan: {providers: {north: {offers: {residential: no}}}}}\n"
                "pathway: {drop_out: {modality: {residential: 0.5}}}\n");
  const auto& offers = loaded.scenario.by_area.at("wigan").area.providers.at("north").offers;
  CHECK_FALSE(offers[Modality::residential]);
  CHECK(offers[Modality::maintenance]);
  CHECK(pathway(loaded).drop_out.modality[Modality::residential] == 0.5);
  CHECK(pathway(loaded).drop_out.modality[Modality::maintenance] == 1);
}

TEST_CASE("a lone scalar of a record goes on under a mapping for its other fields") {
  const LoadedScenario loaded =
      load_text(std::string(base) + "pathway: {people: {all: {female: {loading: 0.2}}}}\n");
  CHECK(pathway(loaded).people[Group::opiate].female.share == 0.3);
  CHECK(pathway(loaded).people[Group::opiate].female.loading == 0.2);
}

TEST_CASE("one price stands for all clusters") {
  const LoadedScenario loaded =
      load_text(std::string(base) +
                "designs: {block: {contracts: {north: {terms: {start: {kind: attachment, "
                "price: \"GBP 1,250\"}}}}}}\n");
  const auto& contract =
      loaded.scenario.by_area.at("wigan").designs.at("block").contracts.at("north");
  CHECK(contract.terms.at("start").price == std::map<std::string, double>{{"all", 1250}});
  CHECK(contract.terms.at("grant").amount == 500000.0);
}

TEST_CASE("an empty value takes away what an earlier file said") {
  const LoadedScenario loaded =
      load_text(std::string(base) +
                "title:\nrun: {replications: ~}\n"
                "designs: {block: {contracts: {north: {terms: {grant: ~}}}}}\n");
  CHECK(loaded.scenario.title.empty());
  CHECK(loaded.scenario.run.replications == RunParameters().replications);
  CHECK(
      loaded.scenario.by_area.at("wigan").designs.at("block").contracts.at("north").terms.empty());
}

TEST_CASE("areas see the top level's pathway and designs under their own") {
  const LoadedScenario loaded =
      load_text(std::string(base) +
                "pathway: {recording: {provider: 10%}}\n"
                "designs: {block: {standard: drug_free_only}}\n"
                "areas:\n"
                "  leeds:\n"
                "    providers: {north: {keyworker_hours: 10 hours per week}}\n"
                "    pathway: {recording: {provider: 20%}}\n"
                "    designs: {block: {label: Leeds, contracts: {north: {terms: {grant: {amount: "
                "GBP 1 per year}}}}}}\n");
  CHECK(loaded.scenario.areas == std::vector<std::string>{"wigan", "leeds"});
  CHECK(loaded.scenario.designs == std::vector<std::string>{"block"});
  CHECK(pathway(loaded, "wigan").recording.provider == 0.1);
  CHECK(pathway(loaded, "leeds").recording.provider == 0.2);
  CHECK(pathway(loaded, "leeds").drop_out.hazard[Group::opiate].rate == 0.8);
  const auto design = [&](const char* area) {
    return loaded.scenario.by_area.at(area).designs.at("block");
  };
  CHECK(design("leeds").label == "Leeds");
  CHECK(design("wigan").label == "block");
  CHECK(design("leeds").standard == Standard::drug_free_only);
  CHECK(design("leeds").contracts.at("north").terms.at("grant").amount == 1.0);
  CHECK(design("wigan").contracts.at("north").terms.at("grant").amount == 500000.0);
  CHECK(loaded.scenario.by_area.at("leeds").area.name == "leeds");
}

TEST_CASE("baseline is legacy unless it is given") {
  CHECK(load_text(base).scenario.baseline == "block");
  const std::string two = std::string(base) + "designs: {pilot: {contracts: {north: {terms: {}}}}}\n";
  CHECK(load_text(two + "baseline: pilot\n").scenario.baseline == "pilot");
  CHECK(load_text(two).scenario.designs == std::vector<std::string>{"block", "pilot"});
}

TEST_CASE("provenance stays with its value and goes when another value takes its place") {
  const std::string sourced =
      "pathway: {drop_out: {declined_share: {value: 0.1, source: \"Bell 2012: 3\", mark: R-M, "
      "note: 'no'}}}\n";
  CHECK(line_with(load_text(base + sourced), "declined_share") ==
        "declined_share: {value: 0.1, source: \"Bell 2012: 3\", mark: R-M, note: \"no\"}");
  const auto over = [&](const std::string& own) {
    return line_with(
        load_files({{"x.yaml", "extends: [minimal.yaml, s.yaml]\n" + own}, {"s.yaml", sourced}}),
        "declined_share");
  };
  CHECK(over("pathway: {drop_out: {declined_share: 0.2}}\n") == "declined_share: 0.2");
  CHECK(over("pathway: {drop_out: {declined_share: {value: 0.2, mark: J}}}\n") ==
        "declined_share: {value: 0.2, mark: J}");
}

TEST_CASE("a mapping keeps its provenance until a later file sets a value in it") {
  const std::string sourced =
      "pathway: {aftercare: {source: Bell, share: {opiate: 0.1}, duration: 20 days}}\n";
  const auto source_of_aftercare = [&](const std::string& own) {
    const std::string text =
        load_files({{"x.yaml", "extends: [minimal.yaml, s.yaml]\n" + own}, {"s.yaml", sourced}})
            .resolved_yaml;
    return text.find("source: Bell") != std::string::npos;
  };
  CHECK(source_of_aftercare(""));
  CHECK(source_of_aftercare("pathway: {aftercare: {share: {alcohol: 0.2}}}\n"));
  CHECK_FALSE(source_of_aftercare("pathway: {aftercare: {duration: 30 days}}\n"));
}

TEST_CASE("a lone scalar's provenance goes to the values it stands for") {
  const LoadedScenario loaded =
      load_text(std::string(base) +
                "pathway: {people: {all: {female: {value: 30%, source: NDTMS}}},\n"
                "          other_use: {turnover: {value: 3 per year, mark: J}}}\n");
  CHECK(line_with(loaded, "share") == "share: {value: 0.3, source: NDTMS}");
  CHECK(loaded.resolved_yaml.find("      alcohol: {value: 3 per year, mark: J}\n") !=
        std::string::npos);
}

TEST_CASE("many files that extend one another cannot make a huge tree") {
  std::map<std::string, std::string> files{{"f0.yaml", "a: 1\nb: 2\n"}};
  for (int i = 1; i < 30; ++i) {
    std::string text;
    for (const char* key : {"a", "b", "c", "d"})
      text += std::string(key) + ": {extends: f" + std::to_string(i - 1) + ".yaml}\n";
    files["f" + std::to_string(i) + ".yaml"] = text;
  }
  files["x.yaml"] = "extends: f29.yaml\n";
  const Folder folder(files);
  try {
    load_scenario(folder / "x.yaml", {});
    FAIL("a tree of 4^29 values was accepted");
  } catch (const UserError& error) {
    CHECK(folder.strip(error.what())
              .find("makes more than 400000 values, or a nesting of more than 100, "
                    "with what it extends; extend less") != std::string::npos);
  }
}

TEST_CASE("a chain of more than 50 files is refused") {
  std::map<std::string, std::string> files{{"f0.yaml", "title: x\n"}};
  for (int i = 1; i < 60; ++i)
    files["f" + std::to_string(i) + ".yaml"] = "extends: f" + std::to_string(i - 1) + ".yaml\n";
  files["x.yaml"] = "extends: f59.yaml\n";
  const Folder folder(files);
  try {
    load_scenario(folder / "x.yaml", {});
    FAIL("a chain of 60 files was accepted");
  } catch (const UserError& error) {
    CHECK(folder.strip(error.what())
              .find("\"f10.yaml\" is at the end of a chain of more than 50 files") !=
          std::string::npos);
  }
}

TEST_CASE("what is said by name goes over what is said for all, key by key") {
  const LoadedScenario loaded = load_text(
      std::string(base) +
      "pathway: {people: {all: {age_mean: 40, female: {share: 20%, loading: 0.1}}, opiate: "
      "{age_sd: 5, female: {loading: 0.2}}}}\n");
  const GroupPeople& opiate = pathway(loaded).people[Group::opiate];
  CHECK(opiate.age_mean == 40);
  CHECK(opiate.age_sd == 5);
  CHECK(opiate.female.share == 0.2);
  CHECK(opiate.female.loading == 0.2);
  CHECK(pathway(loaded).people[Group::alcohol].age_sd == GroupPeople().age_sd);
}

TEST_CASE("a hazard by name replaces the one for all") {
  const LoadedScenario loaded = load_text(
      std::string(base) +
      "pathway: {stop_use: {treatment: {all: {rate: 2 per year, source: x}, opiate: {shape: 0.7, "
      "scale: 1 year}}}}\n");
  CHECK(pathway(loaded).stop_use.treatment[Group::opiate].shape == 0.7);
  CHECK_FALSE(pathway(loaded).stop_use.treatment[Group::opiate].rate);
  CHECK(pathway(loaded).stop_use.treatment[Group::alcohol].rate == 2.0);
}

TEST_CASE("a design's practice goes over the legacy practice") {
  const LoadedScenario loaded =
      load_text(std::string(base) +
                "legacy_practice: {engagement: {all: 0.8, high: 0.5}, coding: 0.1}\n"
                "designs: {block: {practice: {north: {engagement: {high: 2}, discharge: 0.3}}}}\n");
  const Practice& practice =
      loaded.scenario.by_area.at("wigan").designs.at("block").practice.at("north");
  CHECK(practice.engagement[MeasuredBand::high] == 2);
  CHECK(practice.engagement[MeasuredBand::low] == 0.8);
  CHECK(practice.coding == 0.1);
  CHECK(practice.discharge == 0.3);
}

TEST_CASE("more areas or designs than can be read in time are refused") {
  std::string areas = "areas: {", designs = "designs: {";
  for (int i = 0; i < 1001; ++i) {
    areas += "a" + std::to_string(i) + ": {},\n ";
    designs += "d" + std::to_string(i) + ": {},\n ";
  }
  CHECK(report_of(base + areas + "}\n").find("areas: holds more than 1000 areas; run them apart") !=
        std::string::npos);
  CHECK(report_of(base + designs + "}\n")
            .find("designs: holds more than 100 designs; run them apart") != std::string::npos);
}
