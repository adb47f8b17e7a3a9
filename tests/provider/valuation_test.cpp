// What holds of any belief chain: new journeys and the books together are worth the flow of income;
// an outcome's value is linear in its price; where nobody differs by stage, the split changes
// nothing.
#include "provider/variants.hpp"

#include <cstring>
#include <type_traits>

#include "core/units.hpp"
#include "support/catch.hpp"

using namespace pbrsim;

namespace {

JourneyBeliefs uneven() {
  JourneyBeliefs b;
  b.abstinent_at_start = 0.15;
  b.early.stops = 0.012;
  b.early.lapse = {0, 0.009, 0.004};
  b.early.completion = {0, 0.002, 0.005};
  b.early.unplanned = {0.008, 0.004, 0.003};
  b.early.other_exit = {0.0003, 0.0002, 0.0002};
  b.early.modality[Modality::maintenance] = 0.6;
  b.early.modality[Modality::psychosocial] = 0.4;
  b.later = b.early;
  b.later.stops = 0.006;
  b.later.completion = {0, 0.004, 0.008};
  b.later.unplanned = {0.004, 0.002, 0.001};
  b.relapse = 0.004;
  b.remission = 0.001;
  b.returns_using = 0.003;
  b.out_of_reach = 0.0002;
  b.no_other_use = 0.8;
  b.housing = {0.5, 0.001, 0.004};
  b.wellbeing_normal = {0.2, 0.6, 0.7};
  return b;
}

TermParameters outcome(Measure m, double price) {
  TermParameters t;
  t.kind = TermKind::outcome;
  t.measure = m;
  t.price = {{"all", price}};
  return t;
}

ContractParameters mixed(double price) {
  ContractParameters c;
  c.terms["start"].kind = TermKind::attachment;
  c.terms["start"].price = {{"all", price}};
  c.terms["start"].claw_back = ClawBack{6, 0.5};
  c.terms["weeks"].kind = TermKind::activity;
  c.terms["weeks"].price_per_week = ByModality<double>::filled(price / 10);
  c.terms["clean"] = outcome(Measure::abstinent_presenting_at_review, price);
  c.terms["clean twice"] = outcome(Measure::abstinent_at_review, price);
  c.terms["clean twice"].up_to = 2;
  c.terms["home"] = outcome(Measure::housing_resolved_at_review, price);
  c.terms["home"].up_to = 1;
  c.terms["well"] = outcome(Measure::wellbeing_normal_at_review, price);
  c.terms["well"].requires_all = {Domain::use, Domain::housing};
  c.terms["exit"] = outcome(Measure::planned_exit, price);
  c.terms["away"] = outcome(Measure::no_representation, price);
  c.terms["away"].within_months = 12;
  c.terms["away"].lag_months = 5;
  return c;
}

const Timeline timeline{Date{std::chrono::year{2012} / 4 / 1},
                        Date{std::chrono::year{2020} / 4 / 1}};

Contract contract_of(const ContractParameters& parameters) {
  return Contract(parameters, timeline, 0, timeline.day_of(Date{std::chrono::year{2015} / 4 / 1}),
                  true);
}

constexpr Outlook outlook{0, 0.4, 84, true};

}  // namespace

TEST_CASE("New journeys and the books together are worth the flow of income, to 1e-9") {
  const Contract contract = contract_of(mixed(100));
  const ContractPlan plan(contract);
  const JourneyBeliefs beliefs = uneven();
  const BookValue books = value_of_books(plan, beliefs, Group::opiate, Band::low, outlook);
  JourneyValue worth = value_of_journey(plan, beliefs, Group::opiate, Band::low, outlook);
  const JourneyValue discounted = worth;
  const double per_day = outlook.discount / days_per_year;
  double days = 0;
  for (const auto& cell : books.states) {
    worth.add(cell.value, per_day * cell.clients);
    days += cell.clients;
  }
  worth.add(books.owed, per_day);
  Outlook plain = outlook;
  plain.discount = 0;
  const JourneyValue flow = value_of_journey(plan, beliefs, Group::opiate, Band::low, plain);
  CHECK(days / 7 == Approx(flow.total_weeks()).epsilon(1e-9));
  REQUIRE(worth.terms.size() == 8);
  for (std::size_t t = 0; t < worth.terms.size(); ++t) {
    INFO(contract.terms()[t].name);
    CHECK(flow.terms[t].income > 1);
    CHECK(worth.terms[t].income == Approx(flow.terms[t].income).epsilon(1e-9));
    CHECK(discounted.terms[t].income < 0.99 * flow.terms[t].income);
  }
}

TEST_CASE("A client is worth twice as much at twice the price") {
  const Contract one = contract_of(mixed(100)), two = contract_of(mixed(200));
  const Outlook dated{100, 0.1, 84, false};
  const auto value = [&](const Contract& c) {
    return value_of_journey(ContractPlan(c), uneven(), Group::alcohol, Band::high, dated).income();
  };
  CHECK(value(one) > 100);
  CHECK(value(two) == Approx(2 * value(one)).epsilon(1e-12));
}

TEST_CASE("Later triages are worth less of a contract that ends, and none after it") {
  const Contract contract = contract_of(mixed(100));
  const ContractPlan plan(contract);
  double before = 1e9;
  for (const double day : {0.0, 800.0, 1000.0, 1090.0}) {
    const double value =
        value_of_journey(plan, uneven(), Group::opiate, Band::low, {day, 0, 84, false}).income();
    CHECK(value < before);
    CHECK(value > 0);
    before = value;
  }
  CHECK(value_of_journey(plan, uneven(), Group::opiate, Band::low,
                         {contract.ends() + 1, 0, 84, false})
            .income() == 0);
}

TEST_CASE("Practice multiplies the rates that it acts on") {
  LocalFactors times = no_local_factors;
  times[static_cast<std::size_t>(ProcessId::unplanned_exit)] = 0.5;
  const Contract contract = contract_of(mixed(100));
  const ContractPlan plan(contract);
  const auto weeks = [&](const JourneyBeliefs& b) {
    return value_of_journey(plan, b, Group::opiate, Band::low, outlook).total_weeks();
  };
  CHECK(weeks(with_practice(uneven(), {times})) > 1.2 * weeks(uneven()));
  CHECK(weeks(with_practice(uneven(), {no_local_factors, 3})) == weeks(uneven()));
  CHECK(with_practice(uneven(), {no_local_factors, 3}).relapse == 3 * uneven().relapse);
}

TEST_CASE("Six years of reviews and the rest in proportion stand for a journey without end") {
  const Contract contract = contract_of(mixed(100));
  const ContractPlan plan(contract);
  JourneyBeliefs slow = uneven();  // a third is still there after six years
  for (StageBeliefs* s : {&slow.early, &slow.later}) {
    s->unplanned = {0.0004, 0.0002, 0.0002};
    s->completion = {0, 0.0002, 0.0003};
  }
  Outlook plain = outlook;
  plain.discount = 0;
  const JourneyValue whole = value_of_journey(plan, slow, Group::opiate, Band::low, plain);
  plain.most_reviews = 26;
  const JourneyValue followed = value_of_journey(plan, slow, Group::opiate, Band::low, plain);
  CHECK(followed.total_weeks() == Approx(whole.total_weeks()).epsilon(1e-9));
  for (std::size_t t = 0; t < whole.terms.size(); ++t) {
    INFO(contract.terms()[t].name);
    CHECK(followed.terms[t].income == Approx(whole.terms[t].income).epsilon(5e-3));
    CHECK(followed.terms[t].opportunities == Approx(whole.terms[t].opportunities).epsilon(5e-3));
  }
}

TEST_CASE("Reviews without end in closed form bring what fifty years of them bring") {
  ContractParameters paid;
  const auto add = [&](const char* name, Measure m, int up_to) {
    TermParameters& t = paid.terms[name] = outcome(m, 100);
    if (up_to > 0) t.up_to = up_to;
    t.verified_by = Verifier::provider;
    return &t;
  };
  add("clean", Measure::abstinent_at_review, 0);
  add("clean once", Measure::abstinent_presenting_at_review, 1);
  add("clean thrice", Measure::abstinent_at_review, 3);
  add("well", Measure::wellbeing_normal_at_review, 0)->requires_all = {Domain::use};
  add("well once", Measure::wellbeing_normal_at_review, 1);
  add("home once", Measure::housing_resolved_at_review, 1);
  add("work twice", Measure::found_work_at_review, 2)->requires_all = {Domain::use,
                                                                       Domain::employment};
  const auto april = [](int year) { return Date{std::chrono::year{year} / 4 / 1}; };
  const Timeline long_time{april(2012), april(2072)};
  const Contract contract(paid, long_time, 0, long_time.day_of(april(2062)), true);
  const ContractPlan plan(contract);
  JourneyBeliefs told = uneven();
  told.unemployed = {0.7, 0.0005, 0.002};
  told.improved_within = 20;
  JourneyBeliefs waits = told;
  waits.misreported = 0.2;
  waits.reviews = {0.7, 0.9, 7};
  for (const JourneyBeliefs& beliefs : {told, waits})
    for (const double interval : {28.0, 60.0, 84.0})
      for (const double discount : {0.0, 0.3}) {
        INFO("every " << interval << " days at " << discount);
        const Outlook dated{0, discount, interval, false};
        Outlook without_end = dated;
        without_end.for_ever = true;
        const auto value = [&](const Outlook& o) {
          return value_of_journey(plan, beliefs, Group::opiate, Band::low, o);
        };
        const JourneyValue followed = value(dated), whole = value(without_end);
        for (std::size_t t = 0; t < whole.terms.size(); ++t) {
          INFO(contract.terms()[t].name);
          CHECK(followed.terms[t].income > 1);
          CHECK(whole.terms[t].income == Approx(followed.terms[t].income).epsilon(1e-9));
          CHECK(whole.terms[t].achieved == Approx(followed.terms[t].achieved).epsilon(1e-9));
          CHECK(whole.terms[t].opportunities ==
                Approx(followed.terms[t].opportunities).epsilon(1e-9));
        }
        CHECK(whole.total_weeks() == Approx(followed.total_weeks()).epsilon(1e-9));
      }
}

TEST_CASE("Variants side by side are worth what each is worth alone") {
  ContractParameters paid = mixed(100);
  paid.terms["word"] = outcome(Measure::abstinent_at_review, 70);
  paid.terms["word"].verified_by = Verifier::provider;
  const Contract contract = contract_of(paid);
  const ContractPlan plan(contract);
  BeliefVariants variants;
  variants.course.fill(uneven());
  variants.course[1].early.unplanned[0] *= 1.5;
  variants.course[2].later.stops *= 0.7;
  variants.course[3].later.completion[2] *= 2;
  variants.beside = {uneven(), uneven(), uneven()};
  variants.beside[0].relapse *= 2;       // told apart at the end
  variants.beside[1].housing.ends *= 2;  // at reviews
  variants.beside[2].misreported = 0.2;
  const Outlook dated{100, 0.2, 84, false};
  // Steps are shared with those that somebody else has taken without discount.
  auto undiscounted = variants.chain(0);
  const ValuedVariants flow(plan, variants, undiscounted, Group::opiate, outlook);
  auto chain = undiscounted.discounted(dated.discount / days_per_year);
  const VariantWorths worths(plan, variants, dated.discount);
  const ByUse clients{8, 3, 2};
  const ValuedVariants fresh(plan, variants, chain, Group::opiate, dated);
  const ValuedVariants booked(plan, variants, chain, Group::opiate, dated, OnBooks{126, clients});
  for (std::size_t i = 0; i < variants.size(); ++i) {
    INFO("variant " << i);
    const double alone =
        value_of_journey(plan, variants[i], Group::opiate, Band::high, dated).income();
    const double met =
        value_of_clients(plan, variants[i], Group::opiate, Band::high, dated, 126, clients)
            .income();
    CHECK(JourneyValue{fresh.terms(i, Band::high, worths)}.income() ==
          Approx(alone).epsilon(1e-10));
    CHECK(JourneyValue{booked.terms(i, Band::high, worths)}.income() == Approx(met).epsilon(1e-10));
    if (i > 0)
      CHECK(std::abs(alone / JourneyValue{fresh.terms(0, Band::high, worths)}.income() - 1) > 1e-4);
  }
}

TEST_CASE("Beliefs that are taken to agree on exits and triages do agree") {
  ContractParameters paid;
  const auto add = [&](Measure m, int months) -> TermParameters& {
    TermParameters& t = paid.terms["t" + std::to_string(paid.terms.size())] = outcome(m, 100);
    t.within_months = months;
    return t;
  };
  add(Measure::no_representation, 6).counts_as_return =
      CountsAsReturn::treatment_or_criminal_justice;
  add(Measure::no_proven_offence, 12);
  add(Measure::started_in_time, 0).within = 21;
  add(Measure::vaccination_offered, 0);
  TermParameters& all = add(Measure::planned_exit, 0);
  all.requires_all = {Domain::use, Domain::injecting, Domain::housing, Domain::employment,
                      Domain::wellbeing};
  all.verified_by = Verifier::provider;
  const Contract contract = contract_of(paid);
  const ContractPlan plan(contract);
  JourneyBeliefs beliefs = uneven();
  beliefs.offender = 0.3;
  beliefs.met_using = beliefs.met_abstinent = 0.001;
  beliefs.misreported = 0.1;
  const auto read = [&](const JourneyBeliefs& b) {
    std::vector<double> values;
    for (const TermWorth& w : worths_of_terms(plan, b, 0.2))
      for (const double x : {w.lag, w.exit.paid, w.exit.success, w.exit.chance, w.until_closed,
                             w.begun ? w.begun->achieved : -1, w.begun ? w.begun->waits : -1})
        values.push_back(x);
    return values;
  };
  static_assert(std::is_trivially_copyable_v<JourneyBeliefs> &&
                sizeof(JourneyBeliefs) % sizeof(double) == 0);
  int matter = 0;
  for (std::size_t i = 0; i < sizeof(JourneyBeliefs) / sizeof(double); ++i) {
    JourneyBeliefs other = beliefs;
    double value;
    char* const at = reinterpret_cast<char*>(&other) + i * sizeof(double);
    std::memcpy(&value, at, sizeof value);
    value = value * 1.1 + 1e-3;
    std::memcpy(at, &value, sizeof value);
    const bool differs = read(beliefs) != read(other);
    INFO("number " << i << " of the beliefs");
    CHECK((!differs || !worths_alike(beliefs, other)));
    matter += differs;
  }
  CHECK(matter > 12);
  CHECK(worths_alike(beliefs, beliefs));
}

TEST_CASE("Where contacts count as returns, offenders come back at both rates") {
  const auto worth = [](JourneyBeliefs b, CountsAsReturn counts) {
    ContractParameters c;
    TermParameters t = outcome(Measure::no_representation, 100);
    t.within_months = 12;
    t.counts_as_return = counts;
    c.terms["away"] = t;
    const Contract contract = contract_of(c);
    return value_of_journey(ContractPlan(contract), b, Group::opiate, Band::low, outlook).income();
  };
  JourneyBeliefs b = uneven();
  b.offender = 0.3;
  b.met_using = 0.3 * 0.004;
  b.met_abstinent = 0.3 * 0.001;
  JourneyBeliefs offender = b;
  offender.returns_using += 0.004;
  offender.returns_abstinent += 0.001;
  const double alone = worth(b, CountsAsReturn::treatment);
  const double both = worth(b, CountsAsReturn::treatment_or_criminal_justice);
  CHECK(both == Approx(0.7 * alone + 0.3 * worth(offender, CountsAsReturn::treatment)));
  CHECK(both < 0.95 * alone);
  b.offender = b.met_using = b.met_abstinent = 0;
  CHECK(worth(b, CountsAsReturn::treatment_or_criminal_justice) == Approx(alone));
}

TEST_CASE("A term for new journeys and one for the stock share what one for all pays") {
  ContractParameters c;
  for (const auto& [name, to] : {std::pair{"all", AppliesTo::all},
                                 {"new", AppliesTo::begun_under_it},
                                 {"stock", AppliesTo::begun_before}})
    for (const Measure m : {Measure::abstinent_presenting_at_review, Measure::planned_exit}) {
      TermParameters t = outcome(m, 100);
      t.applies_to = to;
      c.terms[std::string(name) + " " + std::string(name_of(m))] = t;
    }
  const Contract contract = contract_of(c);
  const ContractPlan plan(contract);
  CHECK(plan.tells_stock);
  // In the order of their names: all, new, stock; of each the review, then the exit.
  const auto check = [&](const JourneyValue& v, std::size_t pays, std::size_t pays_not) {
    for (const std::size_t measure : {0, 1}) {
      CHECK(v.terms[measure].income > 5);
      CHECK(v.terms[2 * pays + measure].income == v.terms[measure].income);
      CHECK(v.terms[2 * pays + measure].opportunities == v.terms[measure].opportunities);
      CHECK(v.terms[2 * pays_not + measure].income == 0);
      CHECK(v.terms[2 * pays_not + measure].opportunities == 0);
    }
  };
  const ByUse clients{3, 1, 2};
  const auto books = [&](Outlook o, double age) {
    return value_of_clients(plan, uneven(), Group::opiate, Band::low, o, age, clients);
  };
  check(value_of_journey(plan, uneven(), Group::opiate, Band::low, {0, 0.4, 84}), 1, 2);
  check(books({0, 0.4, 84}, 42), 2, 1);
  check(books({0, 0.4, 84}, 126), 2, 1);
  check(books({91, 0.4, 84}, 42), 1, 2);
  check(books({91, 0.4, 84}, 126), 2, 1);
  check(books({182, 0.4, 84}, 126), 1, 2);
  Outlook said{182, 0.4, 84};
  said.begun_under_it = false;  // who has been there longer than the journey that stands for them
  check(books(said, 126), 2, 1);
}
