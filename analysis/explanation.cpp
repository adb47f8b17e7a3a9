#include "analysis/explanation.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "area/outlook.hpp"
#include "core/units.hpp"
#include "provider/mean_rates.hpp"
#include "random/variates.hpp"

namespace pbrsim {

namespace {

constexpr double time_preference =
    0.035;  // HM Treasury Green Book; what a contract's end adds goes on top
constexpr double believed_years = 10;  // over which a person comes back
constexpr double lever_step = 0.05;
// Relative standard deviation of the volume as believed: judgement, as the volume itself.
constexpr double volume_sd = 0.2;
constexpr int sampled_people = 4000;
constexpr double weeks_per_year = days_per_year / days_per_week;

struct Cell {
  Group group;
  MeasuredBand band;
  const ClientKind* kind;  // as learnt, or none
  double referrals = 0;    // a year, to this provider
  JourneyBeliefs beliefs;
  JourneyValue value;          // discounted, under the contract
  JourneyValue steady;         // no discount, as if it lasted for ever
  ByModality<double> hours{};  // a client-week
  double cash_cost = 0, hours_of_value = 0, stay_hours = 0;
};

class Explanation {
 public:
  Explanation(const AreaModel& area, const DesignModel& design, const Schedule& schedule,
              std::size_t provider, const Prospect* learnt)
      : a_(area),
        d_(design),
        schedule_(schedule),
        i_(provider),
        contract_(design.contracts[provider]),
        plan_(contract_),
        learnt_(learnt),
        mixes_(sample_clients(
            area.pathway, area.births, area.factors,
            design.design.assessment.independent ? 0 : design.practice[provider].coding,
            sampled_people)) {}

  ProviderExplanation make() {
    name();
    if (learnt_ != nullptr)
      add_kinds();
    else
      add_bands();
    set_volume();
    set_margins();
    for (const Cell& c : cells_)
      add(c);
    for (ExplainedClient& client : out_.clients)
      average(client);
    set_shadow_price();
    set_cash();
    return out_;
  }

 private:
  void name() {
    out_.area = a_.id;
    out_.design = d_.id;
    out_.provider = a_.provider_names[i_];
    out_.clusters = contract_.clusters();
    for (const Contract::Term& t : contract_.terms()) {
      out_.terms.push_back(t.name);
      if (t.applies_to == AppliesTo::begun_before) out_.for_stock.push_back(t.name);
      if (t.applies_to == AppliesTo::begun_under_it) out_.for_new.push_back(t.name);
      if (t.threshold && t.threshold->ratchet > 0 && !d_.design.behaviour.year_progress)
        out_.ratchets.push_back(t.name);
    }
    const double years = (contract_.ends() - contract_.begins()) / days_per_year;
    out_.discount = time_preference + 1 / years;
  }

  /// Of the group's clients, by weight among the providers.
  double share_of_provider(Group g) const {
    double all = 0;
    for (const ProviderParameters& p : a_.providers)
      all += p.share[g];
    return all > 0 ? a_.providers[i_].share[g] / all : 0;
  }

  /// Who was never offered is nobody that the provider has a view of.
  void add_kinds() {
    for (const ClientKind& kind : learnt_->kinds)
      if (kind.offered > 0) {
        Cell c = cell(kind.group, kind.bands.front(), &kind);
        c.referrals = kind.offered * weeks_per_year * acceptance(d_.practice[i_], c.band);
        cells_.push_back(std::move(c));
      }
  }

  void add_bands() {
    for (const Group g : all_of<Group>())
      for (const MeasuredBand b : all_of<MeasuredBand>())
        if (a_.area.new_people[g] > 0 && share_of_provider(g) > 0 && mixes_[g][b].share > 0) {
          Cell c = cell(g, b, nullptr);
          c.referrals = a_.area.new_people[g] * share_of_provider(g) * mixes_[g][b].share *
                        acceptance(d_.practice[i_], b) * journeys_a_person(c);
          cells_.push_back(std::move(c));
        }
  }

  JourneyBeliefs beliefs(const Cell& c, const Practice& practice) const {
    if (c.kind != nullptr) return learnt_->beliefs(*c.kind, practice);
    return mean_beliefs(a_.pathway, c.group, mixes_[c.group][c.band],
                        place_of(a_, d_, i_, c.group, c.band, practice));
  }

  JourneyValue value(Group g, MeasuredBand b, const JourneyBeliefs& beliefs, bool steady) const {
    return value_of_journey(
        plan_, beliefs, g, static_cast<Band>(b),
        {schedule_.go_live, steady ? 0 : out_.discount, a_.pathway.reviews.interval, steady});
  }

  Cell cell(Group g, MeasuredBand b, const ClientKind* kind) const {
    Cell c{g, b, kind, 0, {}, {}, {}, {}};
    const Practice& practice = d_.practice[i_];
    c.beliefs = beliefs(c, practice);
    c.value = value(g, b, c.beliefs, false);
    c.steady = value(g, b, c.beliefs, true);
    set_hours(c, practice);
    for (const Modality m : all_of<Modality>())
      c.cash_cost += c.value.weeks[m] * a_.service.cash_cost[m];
    return c;
  }

  void set_hours(Cell& c, const Practice& practice) const {
    c.hours_of_value = c.stay_hours = 0;
    for (const Modality m : all_of<Modality>()) {
      c.hours[m] = to_hours(client_hours(a_.service, practice, a_.levers, m, c.band));
      c.hours_of_value += c.value.weeks[m] * c.hours[m];
      c.stay_hours += c.steady.weeks[m] * c.hours[m];
    }
  }

  /// The first journey and those that follow in ten years, at the mean rate of seeking help in the
  /// two years after leaving.
  double journeys_a_person(const Cell& c) const {
    const Hazard seek = a_.pathway.help_seeking.hazard[c.group].hazard();
    const double days = 2 * days_per_year;
    const double rate =
        seek.cumulative(days) / days *
        mixes_[c.group][c.band].factor[static_cast<std::size_t>(ProcessId::help_seeking)] *
        (1 - a_.pathway.on_the_way.refuses_at_assessment);
    if (rate <= 0) return 1;
    const double gone = c.beliefs.dies_or_moves;
    const double comes_back =
        rate / (rate + gone) * -std::expm1(-(rate + gone) * believed_years * days_per_year);
    const double cycle = 1 / rate + c.steady.total_weeks() * days_per_week;
    return std::min(1 / (1 - std::min(comes_back, 0.999)),
                    1 + believed_years * days_per_year / cycle);
  }

  /// Erlang-A with patience equal to stay: R clients wanted, N places, of whom a share starts.
  void set_volume() {
    double stay_hours = 0, weeks = 0;
    for (const Cell& c : cells_) {
      stay_hours += c.referrals * c.stay_hours;
      weeks += c.referrals * c.steady.total_weeks();
    }
    out_.wanted = weeks / weeks_per_year;
    if (weeks <= 0) return;
    hours_each_ = stay_hours / weeks;
    out_.places = a_.providers[i_].keyworker_hours / hours_each_;
    const double r = out_.wanted, n = out_.places;
    admitted_ = admitted(r, stay_hours / weeks_per_year, a_.providers[i_].keyworker_hours);
    binding_ = normal_cdf((r - n) / std::sqrt(r));
  }

  void set_margins() {
    std::vector<CohortYear> years(contract_.terms().size());
    for (const Cell& c : cells_) {
      const double journeys = c.referrals * admitted_;
      for (std::size_t t = 0; t < years.size(); ++t) {
        years[t].achieved += journeys * c.steady.terms[t].achieved;
        years[t].opportunities += journeys * c.steady.terms[t].opportunities;
        years[t].income += journeys * c.steady.terms[t].income;
        years[t].journeys += journeys;
      }
    }
    const bool progress = d_.design.behaviour.year_progress;
    out_.margins = margins_of(contract_, years, volume_sd,
                              progress ? horizon_from(contract_, 0, time_preference) : Horizon());
    for (std::size_t t = 0; t < years.size(); ++t)
      if (contract_.terms()[t].kind == TermKind::block)
        out_.unconditional += to_pounds(contract_.terms()[t].amount);
  }

  ExplainedClient& client_of(const Cell& c) {
    const std::size_t cluster = contract_.cluster_of(static_cast<Band>(c.band));
    for (ExplainedClient& client : out_.clients)
      if (client.group == c.group && client.cluster == cluster) return client;
    ExplainedClient client;
    client.group = c.group;
    client.cluster = cluster;
    client.by_term.resize(contract_.terms().size());
    out_.clients.push_back(client);
    return out_.clients.back();
  }

  /// Sums over the bands of a cluster, weighted by journeys.
  void add(const Cell& c) {
    ExplainedClient& client = client_of(c);
    const double n = c.referrals * admitted_, hourly = a_.providers[i_].hourly_cost;
    client.journeys_a_year += n;
    for (std::size_t t = 0; t < client.by_term.size(); ++t)
      client.by_term[t] += n * income_of(c.value, out_.margins, t);
    client.income += n * income_of(c.value, out_.margins);
    client.cash_cost += n * c.cash_cost;
    client.keyworker_cost += n * c.hours_of_value * hourly;
    client.contract_hours += n * c.hours_of_value;
    client.stay_weeks += n * c.steady.total_weeks();
    client.abstinent_weeks += n * c.steady.abstinent_weeks;
    client.planned_exits += n * c.steady.planned_exits;
    for (const ExplainedLever lever : all_of<ExplainedLever>()) {
      const Cell more = pulled(c, lever, lever_step), less = pulled(c, lever, -lever_step);
      const double scale = n / (2 * lever_step);
      client.lever_income[lever] +=
          scale * (income_of(more.value, out_.margins) - income_of(less.value, out_.margins));
      client.lever_cost[lever] += scale * (more.cash_cost - less.cash_cost +
                                           (more.hours_of_value - less.hours_of_value) * hourly);
    }
  }

  Cell pulled(const Cell& c, ExplainedLever lever, double by) const {
    Practice practice = d_.practice[i_];
    switch (lever) {
      case ExplainedLever::engagement: practice.engagement[c.band] += by; break;
      case ExplainedLever::abstinence: practice.abstinence[c.band] += by; break;
      case ExplainedLever::reintegration: practice.reintegration[c.band] += by; break;
      case ExplainedLever::harm_reduction: practice.harm_reduction[c.band] += by; break;
      case ExplainedLever::discharge: practice.discharge += by; break;
    }
    Cell moved = c;
    moved.beliefs = beliefs(c, practice);
    moved.value = value(c.group, c.band, moved.beliefs, false);
    set_hours(moved, practice);
    moved.cash_cost = 0;
    for (const Modality m : all_of<Modality>())
      moved.cash_cost += moved.value.weeks[m] * a_.service.cash_cost[m];
    return moved;
  }

  static void average(ExplainedClient& c) {
    const double n = c.journeys_a_year;
    if (n <= 0) return;
    for (double* sum : {&c.income, &c.cash_cost, &c.keyworker_cost, &c.contract_hours,
                        &c.stay_weeks, &c.abstinent_weeks, &c.planned_exits})
      *sum /= n;
    for (double& income : c.by_term)
      income /= n;
    for (const ExplainedLever lever : all_of<ExplainedLever>()) {
      c.lever_income[lever] /= n;
      c.lever_cost[lever] /= n;
    }
  }

  /// One more hour admits the mean client more often, as often as hours bind.
  void set_shadow_price() {
    double worth = 0, hours = 0;
    for (const ExplainedClient& c : out_.clients) {
      worth += c.journeys_a_year * (c.income - c.cash_cost);
      hours += c.journeys_a_year * c.contract_hours;
    }
    out_.shadow_price = hours > 0 ? std::max(0.0, binding_ * worth / hours) : 0;
  }

  /// A steady year's income by month earned, paid when its wait is over; terms that are settled by
  /// the year at its end.
  void set_cash() {
    const int months =
        static_cast<int>(std::lround((contract_.ends() - contract_.begins()) / days_per_month));
    double cost = a_.providers[i_].fixed_cost +
                  a_.providers[i_].keyworker_hours * a_.providers[i_].hourly_cost * weeks_per_year;
    for (const Cell& c : cells_)
      for (const Modality m : all_of<Modality>())
        cost += c.referrals * admitted_ * c.steady.weeks[m] * a_.service.cash_cost[m];
    out_.cash.assign(static_cast<std::size_t>(months), CashMonth{0, cost / 12, 0});
    for (std::size_t t = 0; t < contract_.terms().size(); ++t)
      for (int m = 0; m < months; ++m)
        pay(contract_.terms()[t], out_.margins[t].expected / 12, m);
    double balance = 0;
    for (std::size_t m = 0; m < out_.cash.size(); ++m) {
      CashMonth& month = out_.cash[m];
      month.balance = balance += month.income - month.cost;
      out_.lowest_balance = std::min(out_.lowest_balance, balance);
      if (out_.runway < 0 && month.income >= month.cost) out_.runway = static_cast<int>(m) + 1;
    }
  }

  void pay(const Contract::Term& t, double amount, int earned) {
    const double day = contract_.months_after(contract_.begins(), earned);
    if (day < t.begins || day >= t.ends) return;
    double phase = 1;
    for (const PhaseStep& step : t.phase_in)
      if (step.from_month <= earned) phase = step.factor;
    amount *= phase;
    int paid = earned + static_cast<int>(std::lround(settled_after(t) / days_per_month));
    if (t.settled_by_year() || t.kind == TermKind::floor) paid = paid / 12 * 12 + 11;
    paid += 1 + t.lag_months;
    if (static_cast<std::size_t>(paid) < out_.cash.size())
      out_.cash[static_cast<std::size_t>(paid)].income += amount;
  }

  const AreaModel& a_;
  const DesignModel& d_;
  const Schedule& schedule_;
  std::size_t i_;
  const Contract& contract_;
  ContractPlan plan_;
  const Prospect* learnt_;
  ClientMixes mixes_;
  std::vector<Cell> cells_;
  double hours_each_ = 1, admitted_ = 1, binding_ = 0;
  ProviderExplanation out_;
};

}  // namespace

bool ProviderExplanation::parked(const ExplainedClient& c) {
  for (const ExplainedLever lever : {ExplainedLever::engagement, ExplainedLever::abstinence,
                                     ExplainedLever::reintegration, ExplainedLever::harm_reduction})
    if (c.lever_income[lever] > c.lever_cost[lever]) return false;
  return true;
}

bool ProviderExplanation::pays_for_clients() const {
  return std::ranges::any_of(clients, [](const ExplainedClient& c) {
    return std::ranges::any_of(c.by_term, [](double income) { return income != 0; });
  });
}

ProviderExplanation explain_provider(const AreaModel& area, const DesignModel& design,
                                     const Schedule& schedule, std::size_t provider,
                                     const Prospect* learnt) {
  return Explanation(area, design, schedule, provider, learnt).make();
}

}  // namespace pbrsim
