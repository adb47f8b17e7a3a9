/// What a term pays at reviews, followed along a journey.
///
/// Rows hold those in treatment by how often the term has been paid and, for problems that may be
/// resolved, by whether the problem is there. A client counts as abstinent at a review who was
/// abstinent `window` days before and all days since. The first n payments are exact, so long as
/// reviews do not come closer than the window: then the interval stands for it.
#pragma once

#include <optional>
#include <vector>

#include "provider/chain.hpp"
#include "tariff/contract.hpp"

namespace pbrsim {

class ReviewTerm {
 public:
  ReviewTerm(const Contract::Term& term, const JourneyBeliefs& beliefs, double interval);

  double window() const { return window_; }
  void begin(const UseRow& start);
  /// The days that the review looks back on begin now.
  void mark();
  void move(const TreatmentChain::Step& step);
  struct Outcome {
    double achieved = 0, opportunities = 0;
  };
  /// A review `day` days after triage, `since` after the one before; `payable`: the term is in
  /// force, so that what is achieved is paid and counts.
  Outcome review(double day, double since, bool payable);
  /// Leaves only the clients of one use state.
  void keep_only(int state);

 private:
  UseRow succeeded(std::size_t row, double day) const;
  void change_problems(double days);
  double others_solved(double day) const;
  std::size_t rows() const { return problem_ ? 2 : 1; }

  const Contract::Term* term_;
  const JourneyBeliefs* beliefs_;
  std::optional<ProblemBeliefs> problem_;  // the one that the term pays for resolving
  bool reads_use_ = false;                 // must have been without use since the mark
  bool marked_ = false;
  double window_ = 0;
  std::size_t levels_ = 1;       // payments before it stops paying
  std::vector<UseRow> now_;      // by payments, then problem, solved; or all
  std::vector<UseRow> kept_;     // of them, abstinent since the mark
  UseRow all_ = UseRow::Zero();  // everybody in treatment
};

}  // namespace pbrsim
