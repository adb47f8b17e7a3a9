/// A provider's money: what it has, what it may owe, and when that is too much.
///
/// Payments come in on the first of a month, costs and interest are booked at its end:
///
///     closing = opening + income - costs - interest
///     interest = yearly rate / 12 x what is overdrawn once the month's costs are paid
///
/// On the first, when that day's payments are in, the balance is judged. Beyond `freezes_at` of the
/// overdraft posts are frozen for the month; beyond the overdraft for more than
/// `months_beyond_limit` months in a row, the provider fails. What it was owed goes to its estate;
/// what is settled after the failure belongs to whoever holds the contract next and waits for the
/// takeover. A successor begins with reserves of its own and none of the debt. Whole pence; time in
/// months of the run's timeline. Source of the form: evidence on cash and exit (sim/MODEL.md,
/// "Providers' money").
#pragma once

#include <vector>

#include "provider/parameters.hpp"
#include "record/providers.hpp"

namespace pbrsim {

/// Pounds a week that a provider with all its posts and so many clients costs.
double weekly_spend(const ProviderParameters& provider, const ServiceParameters& service,
                    const ByModality<std::int32_t>& clients);

/// The share `part` of `of` that falls on piece `index` of `pieces`; the pieces add up to `of`.
Pence piece_of(Pence of, int index, int pieces);

class Finances {
 public:
  enum class Verdict { sound, frozen, fails };

  /// Opens with the reserves; `months` is the length of the run.
  Finances(const FinancesParameters& parameters, std::uint8_t provider, double weekly_spend,
           int months);

  /// A payment falls due in that month, which lies ahead; beyond the end of the run it never comes.
  void expect(Pence amount, int month);
  /// What falls due in the month comes in.
  void receive(int month);
  /// Precondition: open, the month's payments are in.
  Verdict judge();
  /// Frozen posts are filled again and months beyond the limit forgotten.
  void relax();

  /// From `day` on closed until take_over(), due on the day in the record. Precondition: the month
  /// so far is booked.
  ProviderFailure fail(double day);
  void take_over();

  /// Books the month, or the share of it that there has been. Precondition: open.
  ProviderMonth close(const MonthCosts& costs, double share);

  bool open() const { return open_; }
  Pence cash() const { return cash_; }
  Pence limit() const { return limit_; }
  /// What could be paid out before the overdraft is used up.
  Pence headroom() const { return cash_ + limit_; }
  /// Pounds that fall due after this month, each times `kept` once for every month until then.
  double owed(double kept) const;
  double frozen_posts() const { return frozen_ ? parameters_.frozen_posts : 0; }

 private:
  FinancesParameters parameters_;
  std::uint8_t provider_;
  double weekly_spend_;
  std::vector<Pence> due_;  // by month
  Pence limit_ = 0;
  Pence cash_ = 0;
  Pence opening_ = 0, income_ = 0;  // of the month
  Pence waiting_ = 0;               // for the successor
  int holder_ = 0;
  int month_ = 0;
  int beyond_ = 0;  // months in a row beyond the limit
  bool frozen_ = false, open_ = true;
};

}  // namespace pbrsim
