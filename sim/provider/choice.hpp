/// The practice that a provider chooses: most income for least departure from its norm.
///
/// J(x) = Pi_offered(x) - Pi_legacy(x) - 1/2 y' (D + A) y, pounds a week, x the moves of the levers
/// and y = x - anchor how far they are from the norm, D diagonal. What practice costs, what a
/// provider would do for its own sake and its professional norms are the same under both contracts;
/// what they make of practice shows in what it did before, and enters as the quadratic (positive
/// mathematical programming: Howitt 1995, doi:10.2307/1243543; with elasticities from outside:
/// Merel and Bucaram 2010, doi:10.1093/erae/jbq024). Under equal contracts J is minus a
/// positive-definite form, so that nobody moves whatever they believe.
///
/// D = phi sum_k Lambda_k m_k kappa, per client admitted, m_k the legacy income per journey of a
/// kind (by its share of keyworker hours), kappa one number a lever, solved so that under the
/// standard contract (response.hpp) the lever alone, fully adjusted and with places as they are,
/// reaches its elasticity. The measures that levers serve: weeks in treatment (engagement),
/// abstinent weeks (abstinence), planned exits without a return in a year (reintegration),
/// injecting stopped in half a year (harm reduction), planned exits (discharge).
///
/// A is what a provider's altruism adds: what it gives for a client's week of abstinence (pounds),
/// times minus the second derivatives, at the norm, of the weeks of abstinence that clients
/// admitted a week have, in treatment and in the year after a planned exit until relapse; of that
/// matrix the positive semi-definite part. kappa is then less, by as much as A makes the lever's
/// own bend (by nine tenths at most), so that elasticities hold with and without it; what it
/// changes is how one effort goes with another. The slope of altruism is the same under both
/// contracts and part of the norm.
///
/// Found by projected Newton steps (BFGS, Armijo) from the practice with which the provider begins,
/// later from the optimum that it was heading for. Where that is beyond the provider's means
/// (financing.hpp), a pound a week that comes in time counts mu pounds besides, mu the least with
/// which the choice is within them (to about a hundredth): J is as large as it can be there. No
/// step moves a lever by more than half a unit: what is found is the optimum uphill from there, and
/// neither noise nor rounding makes a provider jump to a distant one. Steps end when dJ/dx, in
/// units of what departing from the norm costs, is below a thousandth of a unit for every lever
/// that its bounds let move; from below 0.02, a step that moves none by 0.003 is the last.
#pragma once

#include "provider/financing.hpp"

namespace pbrsim {

/// Second derivatives by pairs of levers.
using Bends = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, 0, most_levers, most_levers>;

/// What departing from the norm costs.
struct Curvature {
  Moves own;       // D by lever; 0 for a lever that nobody is there for
  Bends altruism;  // A; empty without altruism

  double of(int lever) const { return own[lever] + (altruism.size() ? altruism(lever, lever) : 0); }
  /// D + A.
  Bends all() const;
};
/// `altruism`: pounds for a client's week of abstinence.
Curvature curvature(const Prospect& prospect, const LeverSet& levers,
                    const Elasticities& elasticity, double legacy_income_a_year,
                    double altruism = 0);

struct Choice {
  Moves moves;
  Bends bends;      // of -J, as far as steps have shown them
  double gain = 0;  // J, where it was last looked at, less J at the beginning, pounds a week
  /// The largest |dJ/dx_j| / (D + A)_jj of a lever that its bounds let move, where it was last
  /// looked at: before a last short step.
  double residual = 0;
  int iterations = 0;
  double cash_worth = 0;  // mu
};

class ChoiceProblem {
 public:
  /// Everything must outlive it. Where `legacy` pays nothing for clients that flow is 0. `stakes`
  /// multiplies what is offered.
  ChoiceProblem(const LeverSet& levers, const IncomeFlow& offered, const IncomeFlow& legacy,
                Curvature curvature, Moves anchor, double stakes = 1);

  struct Point {
    double value = 0;  // J
    Moves gradient;    // 0 for levers that cannot move
  };
  Point at(const Moves& x) const;
  double residual(const Moves& x, const Moves& gradient) const;
  /// `bends`: those of a choice not long ago, which save steps; may be empty.
  Choice choose(const Moves& from, const Bends& bends = {}) const;
  /// The same within the provider's means; the financing is that of what is offered.
  Choice choose_within(const Financing& financing, const Moves& from,
                       const Bends& bends = {}) const;

 private:
  /// An income flow that J counts so many times, with what clients cost in cash or without.
  struct Side {
    const IncomeFlow* flow;
    double times;
    bool less_costs;
    double worth(const Flow& at) const {
      return flow->income(at) - (less_costs ? flow->cash_costs(at) : 0);
    }
  };
  bool moves(int lever) const { return levers_->range(lever).free && curvature_.own[lever] > 0; }
  bool held(int lever, const Moves& x, const Moves& gradient) const;
  Moves within_bounds(Moves x) const;

  const LeverSet* levers_;
  std::vector<Side> sides_;
  Curvature curvature_;
  Moves anchor_;
};

/// How much what a lever's elasticity is about changes (response.hpp) as it goes from one value to
/// another: the log hazard of its own process, or the stance.
double own_change(Lever lever, const LeverEffects& effects, double from, double to);

}  // namespace pbrsim
