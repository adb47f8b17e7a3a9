#include "analysis/chosen_practice.hpp"

#include <algorithm>
#include <cmath>

namespace pbrsim {

namespace {

constexpr double exactly = 1.01;     // of the stakes at which a lever starts
constexpr double far_away = 0.05;    // units of a lever
constexpr double worth_more = 1e-4;  // of the gain from responding at all

class Explained {
 public:
  Explained(const Deliberation& weighed, const Moves& target) : d_(weighed), target_(target) {}

  ChosenPractice make() {
    const LeverSet& levers = d_.levers;
    for (int i = 0; i < levers.size(); ++i)
      if (levers.range(i).free && d_.curvature.own[i] > 0) free_.push_back(i);
    out_.gain = d_.worth(target_) - d_.worth(levers.none());
    out_.cash_worth = d_.choose(levers.none()).cash_worth;
    for (const int i : free_) {
      ChosenLever lever;
      lever.lever = levers.lever(i);
      if (by_cluster(lever.lever))
        lever.cluster = d_.offered.contract->clusters()[static_cast<std::size_t>(cluster_of(i))];
      lever.begins = value(i, levers.none());
      lever.target = lever.distant = value(i, target_);
      lever.change = change(i, target_);
      out_.levers.push_back(std::move(lever));
    }
    raise_stakes();
    look_further();
    return std::move(out_);
  }

 private:
  int cluster_of(int i) const {
    for (int cluster = 0; cluster < d_.levers.clusters(); ++cluster)
      if (d_.levers.index(d_.levers.lever(i), cluster) == i) return cluster;
    return 0;
  }
  double value(int i, const Moves& moves) const {
    const Lever lever = d_.levers.lever(i);
    const Practice practice = d_.levers.practice(moves);
    for (const MeasuredBand b : all_of<MeasuredBand>())
      if (!by_cluster(lever) || d_.levers.cluster_of(static_cast<Band>(b)) == cluster_of(i))
        return value_of(practice, lever, b);
    return 0;
  }
  double change(int i, const Moves& moves) const {
    return own_change(d_.levers.lever(i), d_.prospect.effects, value(i, d_.levers.none()),
                      value(i, moves));
  }

  bool has_started(int i, const Moves& moves) const {
    return std::abs(change(i, moves)) >= starting_change;
  }

  void raise_stakes() {
    Moves moves = d_.levers.none();
    double before = 0;
    for (double stakes = least_stakes; stakes <= most_stakes * (1 + 1e-9); stakes *= 2) {
      const Moves next = d_.choose_at(stakes, moves).moves;
      for (std::size_t n = 0; n < free_.size(); ++n)
        if (out_.levers[n].starts_at < 0 && has_started(free_[n], next))
          out_.levers[n].starts_at =
              before > 0 ? between(before, stakes, free_[n], moves) : least_stakes;
      before = stakes;
      moves = next;
    }
  }

  /// Between stakes that do not start the lever, with the choice there, and stakes that do.
  double between(double low, double high, int i, Moves moves) const {
    while (high > low * exactly) {
      const double middle = std::sqrt(low * high);
      const Moves there = d_.choose_at(middle, moves).moves;
      if (has_started(i, there)) {
        high = middle;
      } else {
        low = middle;
        moves = there;
      }
    }
    return high;
  }

  /// From the target with the levers of one kind at either end of their range.
  void look_further() {
    const double here = d_.worth(target_);
    const double enough = worth_more * std::max(std::abs(out_.gain), 1e-6);
    for (const Lever lever : all_of<Lever>())
      for (const bool high : {false, true}) {
        Moves from = target_;
        for (const int i : free_)
          if (d_.levers.lever(i) == lever)
            from[i] = high ? d_.levers.range(i).high : d_.levers.range(i).low;
        if (from == target_) continue;
        const Moves there = d_.choose(from).moves;
        const double more = d_.worth(there) - here;
        if (more <= std::max(enough, out_.distant_gain) ||
            (there - target_).cwiseAbs().maxCoeff() < far_away)
          continue;
        out_.distant_gain = more;
        for (std::size_t n = 0; n < free_.size(); ++n)
          out_.levers[n].distant = value(free_[n], there);
      }
  }

  const Deliberation& d_;
  const Moves& target_;
  std::vector<int> free_;
  ChosenPractice out_;
};

}  // namespace

ChosenPractice explain_choice(const Deliberation& weighed, const Moves& target) {
  return Explained(weighed, target).make();
}

}  // namespace pbrsim
