// Each transition of the pathway occurs while its hazard is positive and stops exactly at hazard 0.
//
// One busy area is the positive control: everything below occurs in it at least 5 times. Then one
// parameter at a time is 0: what it drives must not occur at all, all the rest must still occur at
// least once. No chance of a false alarm: seeds are fixed, and counts at hazard 0 are 0 with
// certainty.
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "support/catch.hpp"
#include "support/tiny_area.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

constexpr double for_ever = std::numeric_limits<double>::infinity();

/// How often each thing happened: transitions as firings, the rest as counts of the panel.
std::map<std::string, std::int64_t> happened(const History& h) {
  std::map<std::string, std::int64_t> result;
  for (const Transition t : all_of<Transition>()) {
    if (t == Transition::none || t == Transition::admission) continue;
    result["fires " + std::string(name_of(t))] = h.at_end.fired[t];
  }
  for (const Count c : all_of<Count>())
    result[std::string(name_of(c))] = total(h, c);
  return result;
}

struct Case {
  std::string name;
  void (*zero)(Setup&);
  std::vector<std::string> gone;
};

template <class T>
void clear(ByGroup<T>& values) {
  values = {};
}

const std::vector<std::string> all_treatment{"fires abstinence",
                                             "fires lapse",
                                             "fires unplanned_exit",
                                             "fires planned_exit",
                                             "fires transfer",
                                             "fires modality_change",
                                             "fires aftercare_ends",
                                             "abstinence_begins",
                                             "lapses",
                                             "episodes",
                                             "journeys",
                                             "wait_seconds",
                                             "waits_over_3_weeks",
                                             "treated_in_year",
                                             "reviews",
                                             "abstinent_presenting",
                                             "abstinent_all",
                                             "reported_presenting",
                                             "reported_all",
                                             "reliably_improved",
                                             "injecting_at_review",
                                             "housing_problem_at_review",
                                             "employed_at_review",
                                             "wellbeing_points",
                                             "completed_drug_free",
                                             "completed_occasional_user",
                                             "dropped_out",
                                             "declined",
                                             "transferred",
                                             "to_custody",
                                             "died_in_treatment",
                                             "transfers_within_area",
                                             "modality_changes",
                                             "completions_claimed",
                                             "completions_confirmed",
                                             "reviews_due",
                                             "due_abstinent_presenting",
                                             "due_abstinent_all"};

std::vector<std::string> with(std::vector<std::string> a, const std::vector<std::string>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

const std::vector<Case> cases{
    {"1 help seeking",
     [](Setup& s) { clear(s.pathway.help_seeking.hazard); },
     {"fires help_seeking"}},
    {"2 remission",
     [](Setup& s) { clear(s.pathway.stop_use.community); },
     {"fires remission", "remissions"}},
    {"3 relapse",
     [](Setup& s) { clear(s.pathway.start_use.community); },
     {"fires relapse", "relapses"}},
    {"4 assessment", [](Setup& s) { s.pathway.provider_assessment = {}; },
     with(all_treatment,
          {"fires assessment", "assessments", "recorded_assessments", "refused", "not_accepted"})},
    {"5 giving up",
     [](Setup& s) { clear(s.pathway.on_the_way.gives_up); },
     {"fires gives_up", "gave_up"}},
    {"5 refusing", [](Setup& s) { s.pathway.on_the_way.refuses_at_assessment = 0; }, {"refused"}},
    {"6 admission",
     [](Setup& s) {
       for (auto& [name, provider] : s.area.providers)
         provider.keyworker_hours = 0;
     },
     all_treatment},
    {"7 abstinence",
     [](Setup& s) { clear(s.pathway.stop_use.treatment); },
     {"fires abstinence", "abstinence_begins"}},
    {"8 lapse", [](Setup& s) { clear(s.pathway.start_use.treatment); }, {"fires lapse", "lapses"}},
    {"9 unplanned exit",
     [](Setup& s) { clear(s.pathway.drop_out.hazard); },
     {"fires unplanned_exit", "dropped_out", "declined"}},
    {"9 declining", [](Setup& s) { s.pathway.drop_out.declined_share = 0; }, {"declined"}},
    {"10 planned exit",
     [](Setup& s) { clear(s.pathway.completion.rate); },
     {"fires planned_exit", "fires aftercare_ends", "completed_drug_free",
      "completed_occasional_user", "completions_claimed", "completions_confirmed"}},
    {"10 with other use",
     [](Setup& s) { s.pathway.completion.with_other_use = 0; },
     {"completed_occasional_user"}},
    {"10 drug-free only",
     [](Setup& s) { s.legacy.standard = Standard::drug_free_only; },
     {"completed_occasional_user"}},
    {"11 transfer",
     [](Setup& s) { clear(s.pathway.transfer); },
     {"fires transfer", "transfers_within_area"}},
    {"12 poisoning",
     [](Setup& s) {
       Mortality& m = s.pathway.mortality;
       clear(m.poisoning_in_treatment);
       clear(m.poisoning_out);
       clear(m.poisoning_after_release);
     },
     {"fires death_poisoning", "deaths_poisoning"}},
    {"12 other causes",
     [](Setup& s) { clear(s.pathway.mortality.other_causes); },
     {"fires death_other", "deaths_other"}},
    {"13 custody",
     [](Setup& s) { clear(s.pathway.offending.custody); },
     {"fires custody", "fires release", "sentences", "releases", "to_custody"}},
    {"13 release",
     [](Setup& s) { s.pathway.offending.sentence = for_ever; },
     {"fires release", "releases"}},
    {"changes of modality",
     [](Setup& s) { s.pathway.modality_change.rate = {}; },
     {"fires modality_change", "modality_changes"}},
    {"other use",
     [](Setup& s) { clear(s.pathway.other_use.turnover); },
     {"fires other_use_stops", "fires other_use_starts", "other_use_changes"}},
    {"aftercare", [](Setup& s) { clear(s.pathway.aftercare.share); }, {"fires aftercare_ends"}},
    {"end of aftercare",
     [](Setup& s) { s.pathway.aftercare.duration = for_ever; },
     {"fires aftercare_ends"}},
    {"injecting begins",
     [](Setup& s) { clear(s.pathway.injecting.begins); },
     {"fires injecting_begins"}},
    {"injecting ends", [](Setup& s) { clear(s.pathway.injecting.ends); }, {"fires injecting_ends"}},
    {"housing problem begins",
     [](Setup& s) { clear(s.pathway.housing_problem.begins); },
     {"fires housing_problem_begins"}},
    {"housing problem ends",
     [](Setup& s) { clear(s.pathway.housing_problem.ends); },
     {"fires housing_problem_ends"}},
    {"job begins", [](Setup& s) { clear(s.pathway.employment.begins); }, {"fires job_begins"}},
    {"job ends", [](Setup& s) { clear(s.pathway.employment.ends); }, {"fires job_ends"}},
    {"moving away", [](Setup& s) { s.pathway.moves_away = 0; }, {"fires moves_away"}},
    {"moving away at all",
     [](Setup& s) { s.pathway.moves_away = s.pathway.moves_away_at_exit = 0; },
     {"fires moves_away", "moved_away"}},
    {"reviews",
     [](Setup& s) { s.pathway.reviews.interval = 0; },
     {"reviews", "abstinent_presenting", "abstinent_all", "reported_presenting", "reported_all",
      "reliably_improved", "injecting_at_review", "housing_problem_at_review", "employed_at_review",
      "wellbeing_points", "reviews_due", "due_abstinent_presenting", "due_abstinent_all"}},
};

std::map<std::string, std::int64_t> run(Setup s) {
  s.history_months = 48;
  s.contract_months = 12;
  s.add_design("same");
  return happened(World(s).run(0).front());
}

/// Things that only an independent assessment brings, or behaviour that is switched on.
const std::vector<std::string> by_assessor{
    "no_need",         "not_attended",    "claims_not_confirmed",
    "coded_completed", "keyworkers_lost", "fires keyworker_leaves"};
bool listed(const std::vector<std::string>& list, const std::string& what) {
  return std::find(list.begin(), list.end(), what) != list.end();
}

Setup base() {
  Setup s = busy();
  for (const MeasuredBand b : all_of<MeasuredBand>())
    s.legacy_practice.selection[b] = -0.1;
  return s;
}

Setup with_assessor() {
  Setup s = busy();
  s.legacy.assessment.independent = true;
  s.legacy.assessment.hours = 60;
  s.legacy.assessment.duration = constant_rate(40);
  s.legacy.assessment.handover = true;
  return s;
}

}  // namespace

TEST_CASE("Every transition occurs") {
  for (const auto& [what, n] : run(base())) {
    INFO(what);
    if (listed(by_assessor, what))
      CHECK(n == 0);
    else
      CHECK(n >= 5);
  }
}

TEST_CASE("A transition stops exactly at hazard 0, and nothing else does") {
  for (const Case& c : cases) {
    Setup s = base();
    c.zero(s);
    for (const auto& [what, n] : run(s)) {
      INFO(c.name << ": " << what);
      if (listed(c.gone, what) || listed(by_assessor, what))
        CHECK(n == 0);
      else
        CHECK(n >= 1);
    }
  }
  Setup nobody = base();
  nobody.area.new_people = {};
  for (const auto& [what, n] : run(nobody)) {
    INFO(what);
    CHECK(n == 0);
  }
}

TEST_CASE("What behaviour brings occurs when it is switched on") {
  Setup s = with_assessor();
  s.pathway.verification = {0.8, 0.9, 21, 0.3};
  s.pathway.staff.turnover = 0.3;
  s.legacy.behaviour.verification = s.legacy.behaviour.staff = true;
  s.legacy.verification.stringency = 0.5;
  const auto on = run(s);
  for (const std::string what :
       {"claims_not_confirmed", "coded_completed", "keyworkers_lost", "fires keyworker_leaves"}) {
    INFO(what);
    CHECK(on.at(what) >= 5);
  }
}

TEST_CASE("What an independent assessment brings occurs, and stops when it is switched off") {
  const auto on = run(with_assessor());
  for (const std::string what :
       {"assessments", "no_need", "not_attended", "refused", "episodes", "fires assessment"}) {
    INFO(what);
    CHECK(on.at(what) >= 5);
  }
  CHECK(on.at("not_accepted") == 0);
  struct Off {
    const char* what;
    void (*zero)(Setup&);
  };
  const Off offs[] = {
      {"no_need", [](Setup& s) { s.pathway.handover.no_need_logit = -60; }},
      {"not_attended", [](Setup& s) { s.pathway.handover.attendance_logit = 60; }},
      {"no_need", [](Setup& s) { s.legacy.assessment.handover = false; }},
      {"not_attended", [](Setup& s) { s.legacy.assessment.handover = false; }},
      {"fires assessment", [](Setup& s) { s.legacy.assessment.duration = constant_rate(0); }},
      {"fires assessment", [](Setup& s) { s.legacy.assessment.hours = 0; }},
      {"episodes", [](Setup& s) { s.legacy.assessment.hours = 0; }}};
  for (const Off& off : offs) {
    Setup s = with_assessor();
    off.zero(s);
    INFO(off.what);
    CHECK(run(s).at(off.what) == 0);
  }
}
