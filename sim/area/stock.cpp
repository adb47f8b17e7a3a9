#include "area/stock.hpp"

#include <algorithm>
#include <cmath>

#include "area/cell.hpp"

namespace pbrsim {

namespace {

constexpr std::uint32_t pool_replication = 0xffffffffu;  // no block has it
constexpr double years_of_inflow_in_pool = 12;           // rough; sets the scale only

/// The person as they stand on `day`, with that day as day 0 and all chance still to come.
Person snapshot(Person p, double day) {
  for (double* clock :
       {&p.setting_since, &p.presenting_since, &p.clean_since, &p.out_since, &p.seek_since,
        &p.triage_day, &p.left_day, &p.journey_start, &p.born, &p.referred_day, &p.assessed_day,
        &p.next_date, &p.review_due, &p.claim_due, &p.unsettled_until, &p.displaced_until})
    *clock -= day;
  for (double& change : p.presenting_history.changes)
    change -= day;
  for (double& change : p.other_history.changes)
    change -= day;
  p.running = p.known = 0;
  p.stamp = 0;
  p.accrual = no_accrual;
  p.last_exit_record = no_record;
  p.offences.left = p.contacts.left = not_drawn;
  p.offending_per_day = p.offence_since = 0;
  p.committed = 0;
  return p;
}

/// Poisson variate by inversion; `mean` is small, `none` is exp(-mean).
int poisson(double u, double mean, double none) {
  double term = none, sum = none;
  int n = 0;
  while (u > sum && n < 1000)
    sum += term *= mean / ++n;
  return n;
}

}  // namespace

double enlargement(const AreaParameters& area, double people) {
  double inflow = 0;
  for (const double n : area.new_people)
    inflow += n;
  if (inflow <= 0) return 1;
  return std::max(1.0, std::ceil(people / (inflow * years_of_inflow_in_pool)));
}

StockPool::StockPool(const AreaModel& area, const DesignModel& legacy, const Schedule& schedule,
                     std::uint64_t seed, std::uint32_t draw, const StockParameters& parameters) {
  if (parameters.people <= 0 || area.area.new_people == ByGroup<double>{}) return;
  scale_ = enlargement(area.area, parameters.people);
  const int months = static_cast<int>(std::lround(parameters.warm_up / days_per_month));
  const Date start = schedule.timeline.start();
  Schedule before;
  before.timeline = Timeline(add_months(start, -months), start);
  before.go_live = before.contract_end = never;
  before.go_live_month = schedule.go_live_month + months;
  CellOptions options;
  options.transient_effects = false;
  options.scale = scale_;
  const Streams streams({seed, draw, pool_replication, area_key(area.id)});
  Cell cell(area, legacy, before, streams, options);
  const double end = before.timeline.end();
  cell.advance(end);
  for (std::size_t slot = 0; slot < cell.people().size(); ++slot)
    if (cell.alive(slot)) people_.push_back(snapshot(cell.people()[slot], end));
}

void Cell::take_stock(const StockPool& pool) {
  const double mean = 1.0 / pool.scale(), none = std::exp(-mean);
  std::vector<std::uint32_t> taken;
  for (std::uint32_t i = 0; i < pool.people().size(); ++i)
    for (int n = poisson(streams_.uniform({EntityKind::stock, i}, 0, 0), mean, none); n > 0; --n)
      taken.push_back(i);
  people_.reserve(taken.size() * 5 / 4);
  for (const std::uint32_t i : taken) {
    people_.push_back(pool.people()[i]);
    occupied_.push_back(1);
  }
  settle_in();
}

void Cell::take_everyone(const StockPool& pool) {
  people_.assign(pool.people().begin(), pool.people().end());
  occupied_.assign(people_.size(), 1);
  settle_in();
}

void Cell::settle_in() {
  set_calendar();
  for (std::uint32_t slot = 0; slot < people_.size(); ++slot)
    enter(slot);
  for (std::size_t i = 0; i < providers_.size(); ++i)
    admit_waiting(i);
  start_assessments();
}

void Cell::enter(std::uint32_t slot) {
  constexpr std::uint32_t stock_bit = 1u << 27;
  Person& p = people_[slot];
  p.key = static_cast<std::uint32_t>(p.group) << 28 | stock_bit | slot;
  p.ticket = 0;
  ++history_.population.stock;
  use_block(p);
  if (in_treatment(p.setting)) {
    p.committed = hours_for(p);
    providers_[p.provider].committed += p.committed;
    accrue_treatment(p, 1);
    p.last_treated_year = static_cast<std::int16_t>(year_);
    count(p, Count::treated_in_year);
  }
  if (p.setting == Setting::being_assessed) {
    p.committed = to_micro_hours(design_->design.assessment.hours_per_person);
    assessor_.committed += p.committed;
  }
  if (p.setting == Setting::waiting) p.local = local_row(p);
  if (in_treatment(p.setting)) p.local = treated_row(p);
  area_->factors.set(p, now_);
  commit(slot, after(Changed::setting));
  if (p.setting == Setting::waiting)
    providers_[p.provider].join({p.referred_day, p.key, slot, ++p.ticket});
  if (p.setting == Setting::awaiting_assessor)
    assessor_.join({p.referred_day, p.key, slot, ++p.ticket});
}

}  // namespace pbrsim
