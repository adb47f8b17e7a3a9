// Numbers written as distributions: what they mean, what is kept of them, what is refused.
#include <algorithm>

#include "scenario/support.hpp"
#include "support/catch.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

constexpr const char* base = "extends: minimal.yaml\n";

/// What is said of `text` as the share declined_share.
std::string report_of_share(const std::string& text) {
  std::string report = report_of(base + ("pathway: {drop_out: {declined_share: " + text + "}}\n"));
  const std::string before = "pathway.drop_out.declined_share";
  const std::size_t at = report.find(before);
  if (at == std::string::npos) return report;
  report = report.substr(at + before.size());
  return report.substr(0, report.find('\n'));
}

const Uncertain& uncertain(const LoadedScenario& loaded, const std::string& path) {
  const auto& all = loaded.scenario.uncertain;
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Uncertain& u) { return u.path == path; });
  REQUIRE(found != all.end());
  return *found;
}

int count_of(const std::string& text, const std::string& part) {
  int count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++count;
  return count;
}

}  // namespace

TEST_CASE("a distribution runs at its mean and is kept with its path") {
  const LoadedScenario loaded = load_text(std::string(base) +
                                          "pathway: {drop_out: {declined_share: {value: !beta "
                                          "{mean: 10%, sd: 0.05}, source: Bell}}}\n");
  const Scenario& s = loaded.scenario;
  CHECK(s.by_area.at("wigan").pathway.drop_out.declined_share == 0.1);
  REQUIRE(s.uncertain.size() == 1);
  CHECK(s.uncertain[0].path == "areas.wigan.pathway.drop_out.declined_share");
  CHECK(s.uncertain[0].draw == "pathway.drop_out.declined_share");
  const auto& beta = std::get<distributions::Beta>(s.uncertain[0].distribution);
  CHECK(beta.mean == 0.1);
  CHECK(beta.sd == 0.05);
  CHECK(loaded.resolved_yaml.find("declined_share: {value: !beta {mean: 0.1, sd: 0.05, draw: "
                                  "pathway.drop_out.declined_share}, source: Bell}") !=
        std::string::npos);
}

TEST_CASE("parameters carry the unit of the key, but for log_sd") {
  const LoadedScenario loaded =
      load_text(std::string(base) +
                "pathway:\n"
                "  drop_out: {hazard: {opiate: !lognormal {median: 1 per 2 years, log_sd: 0.3}}}\n"
                "  aftercare: {duration: !triangular {low: 2 weeks, mode: 1 month, high: 1 year}}\n"
                "areas: {wigan: {providers: {north: {hourly_cost: !gamma {mean: GBP 30 per hour, "
                "sd: GBP 5 per hour}}}}}\n");
  const auto& rate = std::get<distributions::LognormalByMedian>(
      uncertain(loaded, "areas.wigan.pathway.drop_out.hazard.opiate.rate").distribution);
  CHECK(rate.median == 0.5);
  CHECK(rate.log_sd == 0.3);
  const auto& duration = std::get<distributions::Triangular>(
      uncertain(loaded, "areas.wigan.pathway.aftercare.duration").distribution);
  CHECK(duration.low == 14);
  CHECK(duration.mode == 30.4375);
  CHECK(loaded.scenario.by_area.at("wigan").pathway.aftercare.duration ==
        Approx((14 + 30.4375 + 365.25) / 3));
  CHECK(loaded.scenario.by_area.at("wigan").area.providers.at("north").hourly_cost == 30);
}

TEST_CASE("one distribution for many names is one draw, and stays one when it is resolved") {
  const LoadedScenario loaded = load_text(
      std::string(base) +
      "pathway: {other_use: {turnover: !uniform {low: 1 per year, high: 3 per year}},\n"
      "          recording: {provider: !uniform {low: 0, high: 1, draw: records}}}\n"
      "areas: {leeds: {providers: {north: {keyworker_hours: 1 hour per week}},\n"
      "                pathway: {recording: {independent: !uniform {low: 0, high: 1, draw: "
      "records}}}}}\n");
  const Scenario& s = loaded.scenario;
  CHECK(s.uncertain.size() == 2 * 5 + 1);
  for (const char* area : {"leeds", "wigan"})
    for (const char* group : {"opiate", "alcohol_and_non_opiate"})
      CHECK(uncertain(loaded, std::string("areas.") + area + ".pathway.other_use.turnover." + group)
                .draw == "pathway.other_use.turnover");
  CHECK(uncertain(loaded, "areas.leeds.pathway.recording.independent").draw == "records");
  CHECK(uncertain(loaded, "areas.wigan.pathway.recording.provider").draw == "records");
  CHECK(count_of(loaded.resolved_yaml, "draw: pathway.other_use.turnover}") == 8);
  const LoadedScenario again = load_text(loaded.resolved_yaml);
  CHECK(again.resolved_yaml == loaded.resolved_yaml);
  REQUIRE(again.scenario.uncertain.size() == s.uncertain.size());
  for (std::size_t i = 0; i < s.uncertain.size(); ++i) {
    CHECK(again.scenario.uncertain[i].path == s.uncertain[i].path);
    CHECK(again.scenario.uncertain[i].draw == s.uncertain[i].draw);
  }
}

TEST_CASE("distributions replace and are replaced whole") {
  const std::string first =
      "pathway: {other_use: {turnover: !uniform {low: 1 per year, high: 3 per year}}}\n";
  const Folder folder({{"x.yaml", "extends: [minimal.yaml, a.yaml]\n"}, {"a.yaml", first}});
  const auto load = [&](const std::string& path, const std::string& value) {
    return load_scenario(folder / "x.yaml", {{path, value}}).scenario;
  };
  CHECK(load("pathway.other_use.turnover", "!normal {mean: 5 per year, sd: 1 per year}")
            .uncertain.size() == 4);
  CHECK(load("pathway.other_use.turnover", "4 per year").uncertain.empty());
  const Scenario one = load("pathway.other_use.turnover.opiate", "4 per year");
  CHECK(one.uncertain.size() == 3);
  CHECK(one.by_area.at("wigan").pathway.other_use.turnover[Group::opiate] == 4);
  CHECK(one.by_area.at("wigan").pathway.other_use.turnover[Group::alcohol] == 2);
}

TEST_CASE("a constant is a plain value") {
  for (const char* text : {"!constant 0.2", "!constant {value: 0.2}", "{value: !constant 20%}"}) {
    const LoadedScenario loaded =
        load_text(base + ("pathway: {recording: {provider: " + std::string(text) + "}}\n"));
    CHECK(loaded.scenario.by_area.at("wigan").pathway.recording.provider == 0.2);
    CHECK(loaded.scenario.uncertain.empty());
  }
}

TEST_CASE("distributions that cannot be are refused with a reason") {
  CHECK(report_of_share("!normal {mean: 0.1, sd: 0.05}") ==
        ": is a distribution that reaches -0.138 (once in a million draws); it must "
        "stay between 0 and 1, so choose other parameters or another family");
  CHECK(report_of_share("!uniform {low: 0.5, high: 1.2}") ==
        ": is a distribution that reaches 1.2; it must stay between 0 and 1, so choose other "
        "parameters or another family");
  CHECK(report_of_share("!beta {mean: 0.5}") ==
        ".sd: is missing (standard deviation); add it, like \"sd: 0.35\"");
  CHECK(report_of_share("!beta {mean: 0.5, sd: 0.6}") ==
        ".sd: is too large for this mean; its square must be below mean times (1 - mean)");
  CHECK(report_of_share("!beta {mean: 0.5, sd: 0.1, median: 0.5}") ==
        ".median: is not known here; did you mean \"mean\"? (known are: mean, sd, draw)");
  CHECK(report_of_share("!beta {mean: 3 per year, sd: 0.1}") ==
        ".mean: is \"3 per year\"; must be a share, like \"0.35\"");
  CHECK(report_of_share("!lognormal {median: 0.1, log_sd: 10%}") ==
        ".log_sd: is \"10%\"; must be a plain number, like \"0.1\"");
  CHECK(report_of_share("!beta {mean: 0.5, sd: 0.1, draw: [x]}") ==
        ".draw: must be a name; distributions with one name are drawn together");
  CHECK(report_of_share("!beta {mean: !beta {mean: 0.1, sd: 0.1}, sd: 0.1}") ==
        ".mean: is a distribution; must be one value, like \"0.35\"");
  CHECK(report_of_share("!lognormall {mean: 0.1, sd: 0.05}")
            .starts_with(": has the tag \"!lognormall\", which is not known; tags name "
                         "distributions; did you mean \"lognormal\"?"));
  CHECK(report_of_share("!lognormal 0.1") ==
        ": is no distribution; write its parameters, like \"!lognormal {mean: …, sd: …}\"");
  CHECK(report_of_share("!beta [0.1, 0.2]") ==
        ": is no distribution; write its parameters, like \"!beta {mean: …, sd: …}\"");
}

TEST_CASE("what has to be known takes no distribution") {
  CHECK(report_of(std::string(base) + "run: {seed: !uniform {low: 1, high: 9}}\n") ==
        "x.yaml:2:7: run.seed: is a distribution; this has to be known, so write one value, like "
        "\"1.5\"\n1 problem; nothing was run.");
  CHECK(report_of(std::string(base) + "run: {replications: !uniform {low: 1, high: 9}}\n") ==
        "x.yaml:2:7: run.replications: is a distribution; must be one value, like \"20\"\n"
        "1 problem; nothing was run.");
  CHECK(report_of(std::string(base) + "title: !uniform {low: 1, high: 9}\n") ==
        "x.yaml:2:1: title: is a distribution; must be one value\n1 problem; nothing was run.");
  CHECK(report_of(std::string(base) + "run: !uniform {low: 1, high: 9}\n")
            .find("run: is a distribution; must be a mapping with keys among go_live") !=
        std::string::npos);
}
