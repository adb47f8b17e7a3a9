// What one payment term may hold.
#include <algorithm>
#include <set>

#include "tariff/never_pays.hpp"
#include "tariff/parameters.hpp"
#include "tariff/steps.hpp"

namespace pbrsim {

namespace {

struct Use {
  const char* field;
  bool given;
  bool wanted;
  bool needed;
  const char* otherwise;  // said to a measure that does not use the field
};

/// What the kind and the measure of a term decide.
struct Facts {
  explicit Facts(const TermParameters& t)
      : outcome(t.kind == TermKind::outcome),
        process(t.kind == TermKind::process),
        has_measure(outcome || process),
        misplaced(has_measure && t.measure && is_process(*t.measure) != process),
        measured(has_measure && t.measure && !misplaced),
        priced(t.kind == TermKind::attachment || has_measure),
        by_amount(t.kind == TermKind::block || t.kind == TermKind::floor),
        activity(t.kind == TermKind::activity),
        what(measured ? "measure " + std::string(name_of(*t.measure))
                      : "kind " + std::string(name_of(t.kind))) {}
  bool outcome, process, has_measure, misplaced, measured, priced, by_amount, activity;
  std::string what;
};

const char* const to_measure = "; remove it or change the measure";

std::string said_to(const Facts& facts, const Use& use) {
  const std::string text = "is not used by a term of " + facts.what;
  return facts.measured ? text + use.otherwise + to_measure
                        : text + "; remove it or change the kind";
}

void check_uses(const std::vector<Use>& uses, const TermParameters& term, const Facts& facts,
                Problems& problems) {
  for (const Use& use : uses) {
    const std::vector<std::string> from{"kind", "measure", "share", use.field};
    if (use.given && !use.wanted) problems.push_back({use.field, said_to(facts, use), from});
    if (!use.needed || use.given) continue;
    const std::string_view field = use.field;
    const bool or_share = field == "price" || (field == "amount" && term.kind == TermKind::block);
    problems.push_back({use.field,
                        "is missing; a term of " + facts.what + " needs it" +
                            (or_share ? ", or a share of the contract's budget" : ""),
                        from});
  }
}

void check_by_kind(const TermParameters& t, const Facts& facts, Problems& problems) {
  const bool bare = !t.share;
  check_uses({{"amount", t.amount.has_value(), facts.by_amount, facts.by_amount && bare, ""},
              {"price", !t.price.empty(), facts.priced, facts.priced && bare, ""},
              {"price_ratio", !t.price_ratio.empty(), facts.priced, false, ""},
              {"price_per_week", t.price_per_week.has_value(), facts.activity, facts.activity, ""},
              {"measure", t.measure.has_value(), facts.has_measure, facts.has_measure, ""},
              {"cap", t.cap.has_value(), !facts.by_amount, false, ""}},
             t, facts, problems);
}

/// What a measure of the term's own kind uses.
void check_by_measure(const TermParameters& t, const Facts& facts, Problems& problems) {
  const std::optional<Measure> m = facts.measured ? t.measure : std::nullopt;
  const bool window = m && has_window(*m), fewer = m == Measure::fewer_offences;
  const bool started = m == Measure::started_in_time;
  const bool exit = m == Measure::planned_exit || m == Measure::no_representation;
  const bool standing = exit || (m && at_review(*m));
  const bool review = m && (at_review(*m) || m == Measure::review_done);
  const bool rated = m && !fewer;
  const char* const together = ", which is settled for all clients together";
  const char* const at_exits = ", only by those at a review or a planned exit";
  const bool factors = std::ranges::any_of(t.group_factor, [](double f) { return f != 1; });
  check_uses(
      {{"within_months", t.within_months.has_value(), window, window,
        ", only by no_representation and no_proven_offence"},
       {"within", t.within.has_value(), started, started, ", only by started_in_time"},
       {"baseline", t.baseline.has_value(), fewer, fewer, ", only by fewer_offences"},
       {"up_to", t.up_to.has_value(), review, false, ", only by those at a review"},
       {"requires_all", !t.requires_all.empty(), standing, false, at_exits},
       {"verified_by", t.verified_by != Verifier::as_the_design, standing, false, at_exits},
       {"applies_to", t.applies_to != AppliesTo::all, exit || review, false,
        ", only by those at a review or a planned exit"},
       {"counts_as_return", t.counts_as_return != CountsAsReturn::treatment,
        m == Measure::no_representation, false, ", only by no_representation"},
       {"threshold", t.threshold.has_value(), rated, false, ", which is settled by its baseline"},
       {"escalator", t.escalator.has_value(), rated, false, ", which is settled by its baseline"},
       {"claw_back", t.claw_back.has_value(), exit || t.kind == TermKind::attachment, false,
        ", only by planned_exit, no_representation and kind attachment"},
       {"groups", !t.groups.empty(), !facts.by_amount && !fewer, false, together},
       {"group_factor", factors, !facts.by_amount && !fewer, false, together},
       {"phase_in", !t.phase_in.empty(), !fewer, false, ", which has one price for the year"}},
      t, facts, problems);
  if (t.verified_by != Verifier::as_the_design && exit && t.requires_all.empty())
    problems.push_back({"verified_by",
                        "has nothing to verify, for an exit is seen by all; remove it or add "
                        "requires_all",
                        {"measure", "verified_by", "requires_all"}});
  if (fewer && t.price.size() > 1)
    problems.push_back({"price",
                        "must be one price: fewer_offences is settled for all together",
                        {"measure", "price"}});
  if (fewer && t.share)
    problems.push_back({"share",
                        "cannot price fewer_offences, whose volume depends on the baseline; give a "
                        "price",
                        {"measure", "share"}});
}

void check_priced_once(const TermParameters& t, const Facts& facts, Problems& problems) {
  if (t.amount && t.share)
    problems.push_back(
        {"share", "stands beside an amount; give one of the two", {"amount", "share"}});
  if (facts.priced && t.share && !t.price.empty())
    problems.push_back(
        {"price",
         "stands beside a share, from which the price is solved; give one of the two",
         {"price", "share"}});
  if (facts.priced && !t.share && !t.price_ratio.empty())
    problems.push_back({"price_ratio",
                        "is for terms with a share of a budget; give this one a share instead of a "
                        "price, or remove it and write each cluster's pounds under price",
                        {"share", "price_ratio"}});
}

void check_groups(const TermParameters& t, Problems& problems) {
  const double first = *t.group_factor.begin();
  const bool one_for_all =
      std::ranges::all_of(t.group_factor, [&](double f) { return f == first; });
  for (const Group g : all_of<Group>()) {
    const bool left_out = !t.groups.empty() && std::ranges::find(t.groups, g) == t.groups.end();
    if (left_out && t.group_factor[g] != 1 && !one_for_all)
      problems.push_back({"group_factor." + std::string(name_of(g)),
                          "is for a group that the term is not for; remove it or add " +
                              std::string(name_of(g)) + " to groups",
                          {"groups", "group_factor"}});
  }
}

template <class Word>
void check_once(const std::vector<Word>& words, const std::string& field, Problems& problems) {
  std::set<Word> seen;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (!seen.insert(words[i]).second)
      problems.push_back(
          {field + "." + std::to_string(i),
           "is " + std::string(name_of(words[i])) + " again; remove it or put what was meant",
           {field}});
}

}  // namespace

void TermParameters::validate(Problems& problems) const {
  const Facts facts(*this);
  check_by_kind(*this, facts, problems);
  if (facts.misplaced)
    problems.push_back({"measure",
                        std::string(name_of(*measure)) + " is a measure of kind " +
                            (facts.process ? "outcome" : "process") +
                            "; change the kind or the measure",
                        {"kind", "measure"}});
  else
    check_by_measure(*this, facts, problems);
  check_priced_once(*this, facts, problems);
  check_groups(*this, problems);
  check_once(groups, "groups", problems);
  check_once(requires_all, "requires_all", problems);
  if (claw_back && threshold)
    problems.push_back({"claw_back",
                        "stands beside a threshold, under which nothing is paid for a person; give "
                        "one of the two",
                        {"claw_back", "threshold"}});
  if (until_month && *until_month <= from_month)
    problems.push_back(
        {"until_month", "must come after from_month", {"from_month", "until_month"}});
  check_rising(
      phase_in, "phase_in", "from_month",
      [](const PhaseStep& s) { return static_cast<double>(s.from_month); }, problems);
  check_pays(*this, problems);
  check_takes_back(*this, problems);
}

}  // namespace pbrsim
