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
