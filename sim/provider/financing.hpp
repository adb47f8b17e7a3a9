/// What a provider can finance until it is paid.
///
/// A practice is within its means if the provider expects not to owe its bank more than the
/// overdraft on a day to come, which may be any: exponentially distributed with the mean
/// `foresight`. With r the inverse of that, a week, the expected balance on the day, counted from
/// the overdraft's limit, is
///
///     B(x) = at_hand + (Pi_r(x) - phi(x) c(x)) / r
///
/// Pi_r is the income flow at the discount r (prospect.hpp): r times what clients on the books will
/// have brought by the day, and what those who come until then will have; exact, since a payment a
/// time t from now is in by the day with the probability exp(-rt). phi c is what clients cost in
/// cash. `at_hand`, which practice does not change: cash, the overdraft, what is owed already, the
/// block part of the contract, less staff and fixed costs until the day.
///
/// Who is short under its norm already may not get shorter: the least that is asked for is 0 or
/// the balance under the norm, whichever is less. So the norm is always within a provider's means.
#pragma once

#include "provider/prospect.hpp"

namespace pbrsim {

struct Means {
  double foresight = 365.25;  // days
  double at_hand = 0;         // pounds; may be negative

  /// The discount a year at which income is counted.
  double discount() const { return days_per_year / foresight; }
};

class Financing {
 public:
  /// Prospect, levers and contract must outlive it.
  Financing(const Means& means, const Prospect& prospect, const LeverSet& levers,
            const Terms& offered, double day);

  /// B, pounds.
  double balance(const Moves& x) const;
  /// Pi_r - phi c, pounds a week: what of it practice changes.
  double weekly(const Flow& flow) const { return flow_.income(flow) - flow_.cash_costs(flow); }
  const IncomeFlow& flow() const { return flow_; }

 private:
  Means means_;
  IncomeFlow flow_;
};

}  // namespace pbrsim
