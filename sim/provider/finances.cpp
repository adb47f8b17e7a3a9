#include "provider/finances.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace pbrsim {

double weekly_spend(const ProviderParameters& provider, const ServiceParameters& service,
                    const ByModality<std::int32_t>& clients) {
  double spend = provider.keyworker_hours * provider.hourly_cost +
                 provider.fixed_cost * days_per_week / days_per_year;
  for (const Modality m : all_of<Modality>())
    spend += clients[m] * service.cash_cost[m];
  return spend;
}

Pence piece_of(Pence of, int index, int pieces) {
  return of * (index + 1) / pieces - of * index / pieces;
}

namespace {
Pence worth(double duration, double weekly_spend) {
  return to_pence(duration / days_per_week * weekly_spend);
}
}  // namespace

Finances::Finances(const FinancesParameters& parameters, std::uint8_t provider, double weekly_spend,
                   int months)
    : parameters_(parameters),
      provider_(provider),
      weekly_spend_(weekly_spend),
      due_(static_cast<std::size_t>(months)),
      limit_(worth(parameters.overdraft, weekly_spend)),
      cash_(worth(parameters.reserves, weekly_spend)),
      opening_(cash_) {}

void Finances::expect(Pence amount, int month) {
  PBRSIM_EXPECT(month > month_);
  const auto at = static_cast<std::size_t>(month);
  if (at < due_.size()) due_[at] += amount;
}

void Finances::receive(int month) {
  month_ = month;
  const Pence due = due_[static_cast<std::size_t>(month)];
  (open_ ? income_ : waiting_) += due;
  if (open_) cash_ += due;
}

double Finances::owed(double kept) const {
  double sum = 0, share = 1;
  for (std::size_t m = static_cast<std::size_t>(month_) + 1; m < due_.size(); ++m)
    sum += (share *= kept) * to_pounds(due_[m]);
  return sum;
}

Finances::Verdict Finances::judge() {
  PBRSIM_EXPECT(open_);
  beyond_ = cash_ < -limit_ ? beyond_ + 1 : 0;
  if (beyond_ > parameters_.months_beyond_limit) return Verdict::fails;
  frozen_ = static_cast<double>(cash_) < -parameters_.freezes_at * static_cast<double>(limit_);
  return frozen_ ? Verdict::frozen : Verdict::sound;
}

void Finances::relax() {
  beyond_ = 0;
  frozen_ = false;
}

ProviderMonth Finances::close(const MonthCosts& costs, double share) {
  PBRSIM_EXPECT(open_);
  ProviderMonth m;
  m.provider = provider_;
  m.holder = holder_;
  m.month = month_;
  m.frozen_posts = frozen_posts();
  m.opening = opening_;
  m.income = income_;
  m.costs = costs;
  cash_ -= costs.sum();
  const double overdrawn = static_cast<double>(std::max(Pence{0}, -cash_));
  m.interest = std::llround(parameters_.overdraft_interest / 12 * share * overdrawn);
  cash_ -= m.interest;
  m.closing = opening_ = cash_;
  income_ = 0;
  return m;
}

ProviderFailure Finances::fail(double day) {
  PBRSIM_EXPECT(open_ && income_ == 0);
  ProviderFailure f;
  f.provider = provider_;
  f.holder = holder_;
  f.day = day;
  f.taken_over = day + parameters_.takeover;
  f.cash = cash_;
  f.estate = std::accumulate(due_.begin() + month_ + 1, due_.end(), Pence{0});
  std::fill(due_.begin() + month_ + 1, due_.end(), 0);
  relax();
  open_ = false;
  return f;
}

void Finances::take_over() {
  PBRSIM_EXPECT(!open_);
  ++holder_;
  open_ = true;
  opening_ = worth(parameters_.successor_reserves, weekly_spend_);
  income_ = waiting_;
  cash_ = opening_ + income_;
  waiting_ = 0;
}

}  // namespace pbrsim
