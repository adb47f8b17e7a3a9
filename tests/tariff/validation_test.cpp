// What is wrong with a contract is said, with the path of the field; what is right passes. Exact.
#include <set>

#include "support/catch.hpp"
#include "tariff/parameters.hpp"

using namespace pbrsim;

namespace {

template <class Parameters>
std::multiset<std::string> paths(const Parameters& parameters) {
  Problems problems;
  parameters.validate(problems);
  std::multiset<std::string> result;
  for (const Problem& p : problems) {
    CHECK(!p.message.empty());
    result.insert(p.path);
  }
  return result;
}

TermParameters good(TermKind kind) {
  TermParameters t;
  t.kind = kind;
  if (kind == TermKind::block || kind == TermKind::floor) t.amount = 1;
  if (kind == TermKind::activity) t.price_per_week = ByModality<double>::filled(1);
  if (kind == TermKind::attachment || kind == TermKind::process || kind == TermKind::outcome)
    t.price["all"] = 1;
  if (kind == TermKind::process) t.measure = Measure::review_done;
  if (kind == TermKind::outcome) t.measure = Measure::planned_exit;
  return t;
}

using Names = std::multiset<std::string>;

}  // namespace

TEST_CASE("A term with just what its kind needs is right") {
  for (const TermKind kind : all_of<TermKind>())
    CHECK(paths(good(kind)).empty());
  TermParameters window = good(TermKind::outcome);
  window.measure = Measure::no_representation;
  window.within_months = 6;
  CHECK(paths(window).empty());
  TermParameters review = good(TermKind::outcome);
  review.measure = Measure::abstinent_at_review;
  review.up_to = 2;
  review.cap = 100;
  review.groups = {Group::opiate};
  CHECK(paths(review).empty());
}

TEST_CASE("A field that the kind lacks or does not use is named") {
  TermParameters block = good(TermKind::block);
  block.amount.reset();
  CHECK(paths(block) == Names{"amount"});
  block = good(TermKind::block);
  block.price["all"] = 1;
  block.cap = 1;
  block.groups = {Group::opiate};
  CHECK(paths(block) == Names{"cap", "groups", "price"});
  TermParameters start = good(TermKind::attachment);
  start.price.clear();
  start.measure = Measure::planned_exit;
  CHECK(paths(start) == Names{"measure", "price"});
  TermParameters weeks = good(TermKind::activity);
  weeks.price_per_week.reset();
  weeks.amount = 3;
  CHECK(paths(weeks) == Names{"amount", "price_per_week"});
  TermParameters exit = good(TermKind::outcome);
  exit.within_months = 6;
  exit.up_to = 1;
  CHECK(paths(exit) == Names{"up_to", "within_months"});
  exit = good(TermKind::outcome);
  exit.measure = Measure::no_representation;
  CHECK(paths(exit) == Names{"within_months"});
  exit.measure.reset();
  CHECK(paths(exit).contains("measure"));
}

TEST_CASE("A measure is told of what it does not use, whatever it is") {
  TermParameters law = good(TermKind::outcome);
  law.measure = Measure::fewer_offences;
  law.baseline = 0.4;
  CHECK(paths(law).empty());
  law.group_factor[Group::opiate] = 2;
  law.phase_in = {{12, 1.1}};
  law.groups = {Group::opiate};
  CHECK(paths(law) == Names{"group_factor", "groups", "phase_in"});
  TermParameters seen = good(TermKind::outcome);
  seen.measure = Measure::started_in_time;  // a process: what it lacks as such is not the point
  CHECK(paths(seen) == Names{"measure"});
  TermParameters exit = good(TermKind::outcome);
  exit.verified_by = Verifier::provider;
  CHECK(paths(exit) == Names{"verified_by"});
  exit.requires_all = {Domain::use};
  CHECK(paths(exit).empty());
}

TEST_CASE("Only what old and new journeys can both earn may tell them apart") {
  for (const Measure m : all_of<Measure>()) {
    TermParameters t = good(is_process(m) ? TermKind::process : TermKind::outcome);
    t.measure = m;
    if (has_window(m)) t.within_months = 6;
    if (m == Measure::started_in_time) t.within = 21;
    if (m == Measure::fewer_offences) t.baseline = 1;
    REQUIRE(paths(t).empty());
    t.applies_to = AppliesTo::begun_before;
    const bool both = at_review(m) || m == Measure::review_done || m == Measure::planned_exit ||
                      m == Measure::no_representation;
    INFO(name_of(m));
    CHECK(paths(t) == (both ? Names{} : Names{"applies_to"}));
  }
}

TEST_CASE("Only a term without returns says what counts as one") {
  TermParameters t = good(TermKind::outcome);
  t.counts_as_return = CountsAsReturn::treatment_or_criminal_justice;
  t.measure = Measure::planned_exit;
  CHECK(paths(t) == Names{"counts_as_return"});
  t.measure = Measure::no_representation;
  t.within_months = 6;
  CHECK(paths(t).empty());
}

TEST_CASE("Factors belong to groups of the term, one for all of them apart") {
  TermParameters t = good(TermKind::attachment);
  t.groups = {Group::opiate};
  t.group_factor[Group::opiate] = 2;
  CHECK(paths(t).empty());
  t.group_factor[Group::alcohol] = 0.5;
  CHECK(paths(t) == Names{"group_factor.alcohol"});
  t.group_factor = ByGroup<double>::filled(2);
  CHECK(paths(t).empty());
}

TEST_CASE("A term that cannot pay is wrong, one that pays little is not") {
  TermParameters t = good(TermKind::outcome);
  t.price = {{"low", 0}, {"high", 0.006}};
  CHECK(paths(t).empty());
  t.price["high"] = 0.004;
  CHECK(paths(t) == Names{"price"});
  t.threshold = Threshold{};
  t.threshold->rate = 1;
  t.threshold->malus = 5;  // takes money at least
  CHECK(paths(t).empty());
  t = good(TermKind::outcome);
  t.threshold = Threshold{};
  t.threshold->rate = 1;
  CHECK(paths(t) == Names{"threshold.rate"});
  t.threshold->pays = Beyond::everything_once_met;
  CHECK(paths(t).empty());
  t = good(TermKind::block);
  t.phase_in = {{0, 0}, {12, 1}};
  CHECK(paths(t).empty());
  t.until_month = 12;
  CHECK(paths(t) == Names{"phase_in"});
  t.phase_in = {{1, 0}};
  CHECK(paths(t).empty());
  t.from_month = 1;
  CHECK(paths(t) == Names{"phase_in"});
}

TEST_CASE("A claw-back reaches beyond the window for which the outcome waits") {
  TermParameters t = good(TermKind::outcome);
  t.measure = Measure::no_representation;
  t.within_months = 6;
  t.claw_back = ClawBack{7, 1};
  CHECK(paths(t).empty());
  t.claw_back->within_months = 6;
  CHECK(paths(t) == Names{"claw_back.within_months"});
}

TEST_CASE("What all says holds for clusters that are not named") {
  ContractParameters c;
  c.clusters = {{"low", {MeasuredBand::very_low, MeasuredBand::low, MeasuredBand::medium}},
                {"high", {MeasuredBand::high, MeasuredBand::very_high}}};
  c.terms["start"] = good(TermKind::attachment);
  c.terms["start"].price = {{"all", 1}, {"high", 2}};
  CHECK(paths(c).empty());
  c.terms["start"].price = {{"all", 1}, {"higher", 2}};
  CHECK(paths(c) == Names{"terms.start.price.higher"});
  c.clusters["none"] = {};
  CHECK(paths(c) == Names{"clusters.none", "terms.start.price.higher"});
  c.clusters.clear();
  CHECK(paths(c) == Names{"terms.start.price.higher"});
}

TEST_CASE("A contract's cap has something to hold down") {
  ContractParameters c;
  c.cap = 5;
  c.terms["grant"] = good(TermKind::block);
  c.terms["least"] = good(TermKind::floor);
  CHECK(paths(c) == Names{"cap"});
  c.terms["start"] = good(TermKind::attachment);
  CHECK(paths(c).empty());
  c.cap = 0;
  CHECK(paths(c) == Names{"cap"});
}

TEST_CASE("Clusters hold every band once, and prices name them all") {
  ContractParameters c;
  CHECK(paths(c).empty());
  c.terms["start"] = good(TermKind::attachment);
  CHECK(paths(c).empty());
  c.clusters = {{"low", {MeasuredBand::very_low, MeasuredBand::low, MeasuredBand::medium}},
                {"high", {MeasuredBand::high, MeasuredBand::very_high}}};
  CHECK(paths(c).empty());
  c.terms["start"].price = {{"low", 1}, {"high", 2}};
  CHECK(paths(c).empty());
  c.terms["start"].price = {{"low", 1}, {"higher", 2}};
  CHECK(paths(c) == Names{"terms.start.price", "terms.start.price.higher"});
  c.terms["start"].price = {{"low", 1}, {"high", 2}};
  c.clusters["high"].push_back(MeasuredBand::low);
  c.clusters["high"].erase(c.clusters["high"].begin());
  CHECK(paths(c) == Names{"clusters", "clusters"});  // low twice, high in none
}
