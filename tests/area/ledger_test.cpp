// The ledger to the penny: every entry is recomputed from finished episodes, reviews and the
// calendar, for a contract with every kind of term, by rules written down here a second time
// (sim/tariff/contract.hpp, "Contracts" in sim/MODEL.md). Whole pence and whole seconds: exact, no
// false alarms. Controls: a ledger recomputed with one rule changed must differ.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "support/catch.hpp"
#include "support/tiny_area.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

using Row = std::tuple<int, std::string, double, double, std::uint32_t, int, int, std::int64_t>;

/// What a recomputation may get wrong on purpose.
struct Mistakes {
  double void_days = 21;
  int extra_window_months = 0;
  int up_to = 0;   // added
  double cap = 1;  // multiplies it
  bool ignore_new_journey = false;
  bool true_not_reported = false;
};

TermParameters term(TermKind kind, Funder funder, int lag) {
  TermParameters t;
  t.kind = kind;
  t.funder = funder;
  t.lag_months = lag;
  return t;
}

TermParameters outcome(Measure measure, std::map<std::string, double> price, Funder funder,
                       int lag) {
  TermParameters t = term(TermKind::outcome, funder, lag);
  t.measure = measure;
  t.price = std::move(price);
  return t;
}

ContractParameters rich() {
  ContractParameters c;
  c.clusters = {{"simple", {MeasuredBand::very_low, MeasuredBand::low}},
                {"middle", {MeasuredBand::medium}},
                {"complex", {MeasuredBand::high, MeasuredBand::very_high}}};
  const std::map<std::string, double> rising{
      {"simple", 100.01}, {"middle", 150.5}, {"complex", 310.99}};
  c.terms["a block"] = term(TermKind::block, Funder::public_health, 0);
  c.terms["a block"].amount = 99999.99;
  c.terms["b start"] = term(TermKind::attachment, Funder::nhs, 1);
  c.terms["b start"].price = rising;
  c.terms["b start"].groups = {Group::opiate};
  c.terms["c weeks"] = term(TermKind::activity, Funder::police_and_crime_commissioner, 2);
  c.terms["c weeks"].price_per_week = ByModality<double>{{31.37, 40.01, 12.34, 210.5}};
  c.terms["d clean"] =
      outcome(Measure::abstinent_at_review, {{"all", 33.33}}, Funder::public_health, 0);
  c.terms["d clean"].up_to = 2;
  c.terms["e presenting"] =
      outcome(Measure::abstinent_presenting_at_review, rising, Funder::nhs, 3);
  c.terms["e presenting"].cap = 3000;
  c.terms["f exit"] = outcome(Measure::planned_exit, rising, Funder::public_health, 0);
  c.terms["g stays away"] =
      outcome(Measure::no_representation, rising, Funder::police_and_crime_commissioner, 1);
  c.terms["g stays away"].within_months = 6;
  c.terms["h for a year"] = outcome(Measure::no_representation, rising, Funder::nhs, 0);
  c.terms["h for a year"].within_months = 12;
  c.terms["h for a year"].groups = {Group::alcohol, Group::opiate};
  c.terms["h for a year"].cap = 5000;
  return c;
}

ContractParameters plain() {
  ContractParameters c;
  c.terms["exit"] = outcome(Measure::planned_exit, {{"all", 77.77}}, Funder::public_health, 1);
  c.terms["weeks"] = term(TermKind::activity, Funder::nhs, 0);
  c.terms["weeks"].price_per_week = ByModality<double>{{1, 2, 3, 4}};
  return c;
}

Setup base() {
  Setup s = busy();
  s.provider("north").keyworker_hours = 300;
  s.provider("south").keyworker_hours = 300;
  s.pathway.help_seeking.hazard[Group::alcohol] = constant_rate(2);
  s.pathway.modality_change.rate = {};  // an episode's modality is then the one it was all along
  s.history_months = 16;  // go-live on 1 August: contract years are not calendar years
  s.contract_months = 29;
  s.run_off_months = 14;
  s.legacy.assessment.independent = true;
  s.legacy.assessment.hours = 60;
  s.legacy.assessment.duration = constant_rate(40);
  DesignParameters& d = s.add_design("paid");
  d.assessment.independent = false;
  d.practice["north"].reporting = 0.2;
  d.contracts["north"] = rich();
  d.contracts["south"] = plain();
  return s;
}

class Recount {
 public:
  Recount(const World& world, const History& history, const Mistakes& mistakes)
      : w_(world), h_(history), m_(mistakes) {
    for (const Episode& e : h_.episodes)
      by_person_[e.person].push_back(&e);
    for (auto& [person, list] : by_person_)
      std::sort(list.begin(), list.end(),
                [](const Episode* a, const Episode* b) { return a->triage < b->triage; });
  }

  std::vector<Row> rows() {
    for (int payee = 0; payee < 2; ++payee) {
      const ContractParameters& contract = payee == 0 ? rich_ : plain_;
      for (const auto& [name, t] : contract.terms) {
        owed_.clear();
        if (t.kind == TermKind::block) block(t);
        if (t.kind == TermKind::attachment) attachment(t, payee);
        if (t.kind == TermKind::activity) activity(t, payee);
        if (t.kind == TermKind::outcome) {
          const bool at_review = t.measure == Measure::abstinent_at_review ||
                                 t.measure == Measure::abstinent_presenting_at_review;
          at_review ? reviews(t, payee) : exits(t, payee);
        }
        book(payee, name, t, contract);
      }
    }
    std::sort(rows_.begin(), rows_.end());
    return rows_;
  }

 private:
  struct Owed {
    double day;
    std::uint32_t person;
    Band band;
    std::int64_t pence;
  };

  double go_live() const { return w_.schedule.go_live; }
  double ends() const { return w_.schedule.contract_end; }
  double end() const { return w_.schedule.timeline.end(); }
  bool in_force(double day) const { return day >= go_live() && day < ends(); }
  static bool covers(const TermParameters& t, Group g) {
    return t.groups.empty() || std::find(t.groups.begin(), t.groups.end(), g) != t.groups.end();
  }
  static std::int64_t pence(double pounds) {
    return static_cast<std::int64_t>(std::floor(pounds * 100 + 0.5));
  }
  static int cluster(const ContractParameters& c, Band band, std::string& name) {
    int i = 0;
    for (const auto& [cluster_name, bands] : c.clusters) {
      for (const MeasuredBand b : bands)
        if (static_cast<int>(b) == static_cast<int>(band)) {
          name = cluster_name;
          return i;
        }
      ++i;
    }
    name = "all";
    return 0;
  }
  std::int64_t price(const TermParameters& t, int payee, Band band) const {
    std::string name;
    cluster(payee == 0 ? rich_ : plain_, band, name);
    const auto own = t.price.find(name);
    return pence(own == t.price.end() ? t.price.at("all") : own->second);
  }

  /// Days since the start of the first of the month `months` after that of `day`.
  double first_of_month(double day, int months) const {
    using namespace std::chrono;
    const year_month_day date{w_.schedule.timeline.start() + days(static_cast<int>(day))};
    const year_month_day first = date.year() / date.month() / 1 + std::chrono::months{months};
    return static_cast<double>((sys_days{first} - w_.schedule.timeline.start()).count());
  }
  /// Midnight `months` after the day of an exit; the last of the month where there is no such day.
  double months_after(double day, int months) const {
    using namespace std::chrono;
    const year_month_day date{w_.schedule.timeline.start() + days(static_cast<int>(day))};
    year_month_day later = date.year() / date.month() / date.day() + std::chrono::months{months};
    if (!later.ok()) later = later.year() / later.month() / last;
    return static_cast<double>((sys_days{later} - w_.schedule.timeline.start()).count());
  }

  void block(const TermParameters& t) {
    // Twelve payments whose running sum is the rounded-down share of the year.
    int i = 0;
    for (double day = go_live(); day < ends(); day = first_of_month(day, 1), ++i) {
      const std::int64_t year = pence(*t.amount);
      const std::int64_t so_far = year * (i % 12) / 12, with_this = year * (i % 12 + 1) / 12;
      owed_.push_back(
          {first_of_month(day, 1) - 1, no_person, Band::unassessed, with_this - so_far});
    }
  }
  void attachment(const TermParameters& t, int payee) {
    for (const Episode& e : h_.episodes)
      if (e.provider == payee && in_force(e.triage) && covers(t, e.group) &&
          (m_.ignore_new_journey || !e.continues_journey))
        owed_.push_back({e.triage, e.person, e.band, price(t, payee, e.band)});
  }
  void activity(const TermParameters& t, int payee) {
    for (double day = go_live(); day < ends(); day = first_of_month(day, 1)) {
      const double next = first_of_month(day, 1);
      std::map<std::tuple<Group, Band, Modality>, Seconds> time;
      for (const Episode& e : h_.episodes) {
        const double left = std::isnan(e.end) ? end() : e.end;
        if (e.provider != payee || left <= day || e.triage >= next || !covers(t, e.group)) continue;
        time[{e.group, e.band, e.modality}] +=
            to_seconds(std::min(left, next)) - to_seconds(std::max(e.triage, day));
      }
      for (const auto& [key, seconds] : time) {
        const auto [g, b, m] = key;
        const std::int64_t price = pence((*t.price_per_week)[m]);
        // Seconds times pence over seconds a week, rounded half up, in whole numbers.
        const std::int64_t week = 7 * 86400, twice = 2 * seconds * price;
        if (seconds > 0) owed_.push_back({next - 1, no_person, b, (twice + week) / (2 * week)});
      }
    }
  }
  void reviews(const TermParameters& t, int payee) {
    std::map<std::pair<std::uint32_t, int>, int> times;
    for (const Review& r : h_.reviews) {
      if (r.kind != ReviewKind::interim || !in_force(r.day)) continue;
      const Episode& e = episode_at(r.person, r.day);
      if (e.provider != payee || !covers(t, e.group)) continue;
      const bool reported =
          *t.measure == Measure::abstinent_at_review ? r.reported_all : r.reported_presenting;
      const bool truly =
          *t.measure == Measure::abstinent_at_review ? r.abstinent_all : r.abstinent_presenting;
      if (!(m_.true_not_reported ? truly : reported)) continue;
      if (t.up_to && ++times[{r.person, e.journey}] > *t.up_to + m_.up_to) continue;
      owed_.push_back({r.day, r.person, e.band, price(t, payee, e.band)});
    }
  }
  void exits(const TermParameters& t, int payee) {
    for (const Episode& e : h_.episodes) {
      const bool planned_exit = e.reason == ExitReason::completed_drug_free ||
                                e.reason == ExitReason::completed_occasional_user;
      if (!planned_exit || e.provider != payee || !in_force(e.end) || !covers(t, e.group)) continue;
      const double closes = t.within_months
                                ? months_after(e.end, *t.within_months + m_.extra_window_months)
                                : e.end + m_.void_days;
      if (closes > end()) continue;
      bool returned = false;
      for (const Episode* later : by_person_[e.person])
        returned = returned || (later->triage >= e.end && later->triage <= closes);
      if (!returned) owed_.push_back({closes, e.person, e.band, price(t, payee, e.band)});
    }
  }
  const Episode& episode_at(std::uint32_t person, double day) {
    const Episode* found = nullptr;
    for (const Episode* e : by_person_[person])
      if (e->triage < day) found = e;
    return *found;
  }

  /// Caps, in the order of accrual within each contract year, and dates of payment.
  void book(int payee, const std::string& name, const TermParameters& t,
            const ContractParameters& contract) {
    std::stable_sort(owed_.begin(), owed_.end(),
                     [](const Owed& a, const Owed& b) { return a.day < b.day; });
    std::map<int, std::int64_t> paid;
    for (const Owed& o : owed_) {
      int year = 0;
      while (o.day >= first_of_month(go_live(), 12 * (year + 1)))
        ++year;
      std::int64_t amount = o.pence;
      if (t.cap) amount = std::min(amount, pence(*t.cap * m_.cap) - paid[year]);
      paid[year] += amount;
      if (amount == 0) continue;
      std::string cluster_name;
      rows_.push_back({payee, name, o.day, first_of_month(o.day, 1 + t.lag_months), o.person,
                       t.kind == TermKind::block ? 0 : cluster(contract, o.band, cluster_name),
                       static_cast<int>(t.funder), amount});
    }
  }

  const World& w_;
  const History& h_;
  Mistakes m_;
  ContractParameters rich_ = rich(), plain_ = plain();
  std::map<std::uint32_t, std::vector<const Episode*>> by_person_;
  std::vector<Owed> owed_;
  std::vector<Row> rows_;
};

std::vector<Row> rows_of(const World& world, const History& h) {
  std::vector<Row> rows;
  for (const LedgerEntry& e : h.ledger)
    rows.push_back({e.payee, world.designs.front().contracts[e.payee].terms()[e.term].name,
                    e.accrued, e.paid, e.person, e.cluster, static_cast<int>(e.funder), e.amount});
  std::sort(rows.begin(), rows.end());
  return rows;
}

}  // namespace

TEST_CASE("Every entry of the ledger follows from episodes, reviews and the calendar") {
  const World world(base());
  for (std::uint32_t r = 0; r < 3; ++r) {
    const History h = world.run(r, {.keep_reviews = true}).front();
    const std::vector<Row> rows = rows_of(world, h);
    CHECK(rows == Recount(world, h, {}).rows());
    std::map<std::pair<int, std::string>, int> entries;
    for (const Row& row : rows)
      ++entries[{std::get<0>(row), std::get<1>(row)}];
    CHECK(entries.size() == 10);
    for (const auto& [term, n] : entries) {
      INFO(term.second);
      CHECK(n >= 6);
    }
    Mistakes wrong[6];
    wrong[0].void_days = 28;
    wrong[1].extra_window_months = 1;
    wrong[2].up_to = 1;
    wrong[3].cap = 1.5;
    wrong[4].ignore_new_journey = true;
    wrong[5].true_not_reported = true;
    for (const Mistakes& mistake : wrong)
      CHECK(rows != Recount(world, h, mistake).rows());
  }
}

TEST_CASE("The ledger's sum is providers' income and funders' spend, to the penny") {
  const World world(base());
  const History h = world.run(0, {.keep_reviews = true}).front();
  std::map<int, std::int64_t> income, spend;
  std::int64_t sum = 0;
  for (const LedgerEntry& e : h.ledger) {
    sum += e.amount;
    income[e.payee] += e.amount;
    CHECK(e.amount > 0);
    CHECK(e.paid > e.accrued);
  }
  for (const Row& row : Recount(world, h, {}).rows())
    spend[std::get<6>(row)] += std::get<7>(row);
  CHECK(income.size() == 2);
  CHECK(spend.size() == 3);
  CHECK(income[0] + income[1] == sum);
  CHECK(spend[0] + spend[1] + spend[2] == sum);
}

// ledger.hpp and history.hpp promise the order of accrual.
TEST_CASE("The ledger stands in the order of accrual", "[.defect]") {
  const World world(base());
  const History h = world.run(0).front();
  CHECK(std::is_sorted(
      h.ledger.begin(), h.ledger.end(),
      [](const LedgerEntry& a, const LedgerEntry& b) { return a.accrued < b.accrued; }));
}

// A client whose provider does not offer the next modality is transferred; client-weeks are paid
// for once.
TEST_CASE(
    "Activity is paid for the time in treatment where a change of modality means a change of "
    "provider",
    "[.defect]") {
  Setup s = busy();
  s.pathway.people[Group::opiate].modality.values = {1, 0, 0, 0};
  s.pathway.people[Group::alcohol].modality.values = {0, 0, 1, 0};
  s.provider("north").offers = {{true, false, true, false}};
  s.provider("north").keyworker_hours = s.provider("south").keyworker_hours = no_limit;
  ContractParameters weekly;
  weekly.terms["weeks"] = term(TermKind::activity, Funder::nhs, 0);
  weekly.terms["weeks"].price_per_week = ByModality<double>::filled(70);
  DesignParameters& d = s.add_design("paid by the week");
  d.contracts["north"] = d.contracts["south"] = weekly;
  const World world(s);
  const History h = world.run(0).front();
  REQUIRE(total(h, Count::transfers_within_area) > 30);
  Seconds treated = 0;
  for (int m = s.history_months; m < s.history_months + s.contract_months; ++m)
    for (const auto& entry : h.panel.time(m))
      if (in_treatment(class_of(entry.index).setting)) treated += entry.value;
  std::int64_t paid = 0;
  for (const LedgerEntry& e : h.ledger)
    paid += e.amount;
  // 1000 pence a day; each entry is rounded by at most half a penny.
  const double expected = to_days(treated) * 1000;
  CHECK(std::abs(static_cast<double>(paid) - expected) <=
        0.5 * static_cast<double>(h.ledger.size()));
}

// Where no provider offers the next modality the client goes on as before, in the books too.
TEST_CASE("An episode that cannot change modality keeps its own", "[.defect]") {
  Setup s;
  s.pathway.people[Group::opiate].modality.values = {1, 0, 0, 0};
  s.pathway.modality_change.rate[Modality::maintenance] = 4;
  s.pathway.drop_out.hazard[Group::opiate] = constant_rate(1);
  s.area.new_people[Group::opiate] = 100;
  s.provider("north").offers = {{true, false, false, false}};
  s.add_design("same");
  const World world(s);
  const History h = world.run(0).front();
  std::int64_t elsewhere = 0;
  for (const Episode& e : h.episodes)
    elsewhere += e.modality != Modality::maintenance;
  REQUIRE(h.episodes.size() > 100);
  CHECK(elsewhere == 0);
}

TEST_CASE("A successor contract earns from the end of the contract to that of the run") {
  Setup s = busy();
  s.contract_months = 12;
  s.run_off_months = 24;
  DesignParameters& design = s.add_design("followed");
  for (const auto& [name, provider] : s.area.providers) {
    TermParameters start = term(TermKind::attachment, Funder::nhs, 0);
    start.price["all"] = 100;
    design.contracts[name].terms["start"] = start;
    design.successor[name].terms["block"] = term(TermKind::block, Funder::nhs, 0);
    design.successor[name].terms["block"].amount = 1200;
  }
  const World world(s);
  const DesignModel& d = world.designs.front();
  REQUIRE(d.payees.size() == 2 * d.own_payees);
  CHECK(d.payees.back() == d.payees[d.own_payees - 1] + " (successor)");
  const History h = world.run(0).front();
  Pence own = 0, next = 0;
  for (const LedgerEntry& e : h.ledger) {
    const bool successor = e.payee >= d.own_payees;
    CHECK((e.accrued >= world.schedule.contract_end) == successor);
    (successor ? next : own) += e.amount;
  }
  CHECK(own > 0);
  CHECK(next == static_cast<Pence>(d.own_payees) * 2 * 120000);  // two years
}

TEST_CASE("A floor that the block reaches alone never pays, whenever windows close") {
  Setup s = busy();
  s.contract_months = 36;
  DesignParameters& design = s.add_design("with a floor");
  for (const auto& [name, provider] : s.area.providers) {
    ContractParameters& c = design.contracts[name];
    c.terms["block"] = term(TermKind::block, Funder::nhs, 0);
    c.terms["block"].amount = 120000;
    c.terms["floor"] = term(TermKind::floor, Funder::nhs, 0);
    c.terms["floor"].amount = 110000;
    c.terms["stay away"] =
        outcome(Measure::no_representation, {{"all", 50}}, Funder::public_health, 0);
    c.terms["stay away"].within_months = 6;
  }
  const auto floors = [](const Setup& setup) {
    const World world(setup);
    int entries = 0;
    for (std::uint32_t r = 0; r < 6; ++r) {
      const History h = world.run(r).front();
      for (const LedgerEntry& e : h.ledger)
        entries += world.designs.front().contracts[e.payee].terms()[e.term].kind == TermKind::floor;
    }
    return entries;
  };
  CHECK(floors(s) == 0);
  for (auto& [name, contract] : s.designs.front().contracts)
    contract.terms["floor"].amount = 1e7;
  CHECK(floors(s) == 6 * 3 * static_cast<int>(s.area.providers.size()));
}

TEST_CASE(
    "Offences that a contract counts are those of a contract year, of clients treated in it") {
  // The payment says how many: price 1 pound for each below baseline times clients.
  constexpr double baseline = 1000;
  Setup s = busy();
  s.history_months = 48;  // offences before go-live would show
  s.contract_months = 24;
  DesignParameters& design = s.add_design("offences");
  for (const auto& [name, provider] : s.area.providers) {
    design.contracts[name].terms["fewer"] =
        outcome(Measure::fewer_offences, {{"all", 1}}, Funder::nhs, 0);
    design.contracts[name].terms["fewer"].baseline = baseline;
  }
  const World world(s);
  double counted[2] = {0, 0}, proven[2] = {0, 0};
  for (std::uint32_t r = 0; r < 10; ++r) {
    const History h = world.run(r).front();
    for (int year = 0; year < 2; ++year) {
      const int first = world.schedule.go_live_month + 12 * year;
      double paid = 0;
      for (const LedgerEntry& e : h.ledger)
        if (world.schedule.timeline.month_of(e.accrued) == first + 11)
          paid += static_cast<double>(e.amount) / 100;
      counted[year] +=
          baseline * static_cast<double>(total(h, Count::treated_in_year, first, first + 12)) -
          paid;
      for (int m = first; m < first + 12; ++m)
        for (const Group g : all_of<Group>())
          for (const Band b : all_of<Band>())
            proven[year] += static_cast<double>(h.panel.proven(m, g, b));
    }
  }
  for (int year = 0; year < 2; ++year) {
    INFO(counted[year] << " of " << proven[year]);
    CHECK(counted[year] > 0.05 * proven[year]);
    CHECK(counted[year] < proven[year] * 1.02);  // proof may come in the next year
  }
  CHECK(counted[0] < 1.5 * counted[1]);  // no backlog
  CHECK(counted[1] < 1.5 * counted[0]);  // nothing lost at the end
}

TEST_CASE(
    "Of what a term for all pays, one for new journeys and one for the stock have their own") {
  Setup s = busy();
  s.history_months = 24;
  ContractParameters& c = s.add_design("told apart").contracts["north"];
  const auto add = [&](const char* name, AppliesTo to) {
    TermParameters t = outcome(Measure::planned_exit, {{"all", 100}}, Funder::nhs, 0);
    t.applies_to = to;
    c.terms[name] = t;
  };
  add("all", AppliesTo::all);
  add("new", AppliesTo::begun_under_it);
  add("stock", AppliesTo::begun_before);
  const World world(s);
  const History h = world.run(0).front();
  std::map<std::uint8_t, std::multiset<std::pair<double, std::uint32_t>>> paid;
  for (const LedgerEntry& e : h.ledger)
    paid[e.term].insert({e.accrued, e.person});
  std::map<std::uint8_t, std::multiset<std::pair<double, std::uint32_t>>> due;
  for (const Episode& e : h.episodes) {
    if (e.provider != 0 || !planned(e.reason) || e.end < world.schedule.go_live ||
        e.end >= world.schedule.contract_end || e.next_triage <= e.end + 21)
      continue;
    const std::pair<double, std::uint32_t> row{e.end + 21, e.person};
    due[0].insert(row);
    due[e.journey_start >= world.schedule.go_live ? 1 : 2].insert(row);
  }
  CHECK(paid == due);
  CHECK(paid[1].size() > 10);
  CHECK(paid[2].size() > 2);
}

TEST_CASE("Contacts on arrest void an outcome where they count as returns") {
  Setup s = busy();
  s.history_months = 24;
  s.pathway.offending.drug_contact = 0.05;
  ContractParameters& c = s.add_design("told apart").contracts["north"];
  const auto add = [&](const char* name, CountsAsReturn counts) {
    TermParameters t = outcome(Measure::no_representation, {{"all", 100}}, Funder::nhs, 0);
    t.within_months = 6;
    t.counts_as_return = counts;
    c.terms[name] = t;
  };
  add("both", CountsAsReturn::treatment_or_criminal_justice);
  add("treatment", CountsAsReturn::treatment);
  CellOptions keep;
  keep.keep_observed = true;
  const World world(s);
  const History h = world.run(0, keep).front();
  std::map<std::uint32_t, std::vector<double>> contacts;
  for (const DrugContact& contact : h.contacts)
    contacts[contact.person].push_back(contact.day);
  std::array<std::set<std::pair<std::uint32_t, double>>, 2> paid, due;
  for (const LedgerEntry& e : h.ledger)
    paid[e.term].insert({e.person, e.accrued});
  for (const Episode& e : h.episodes) {
    if (e.provider != 0 || !planned(e.reason) || e.end < world.schedule.go_live ||
        e.end >= world.schedule.contract_end)
      continue;
    const double closes = world.schedule.timeline.months_after(e.end, 6);
    if (e.next_triage <= closes) continue;
    due[1].insert({e.person, closes});
    const bool met = std::ranges::any_of(contacts[e.person],
                                         [&](double day) { return day > e.end && day <= closes; });
    if (!met) due[0].insert({e.person, closes});
  }
  CHECK(paid == due);
  CHECK(due[0].size() > 10);
  CHECK(due[0].size() < due[1].size());
}
