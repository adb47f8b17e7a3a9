/// The levers that a provider can move, as one vector of moves away from the practice with which it
/// begins.
///
/// Efforts and selection move by cluster of the contract, each band of a cluster by the same
/// amount; discharge, coding and reporting move for all clients. No move is that practice, bit
/// for bit. Efforts lie in [0, 10], stances in the ranges of record/practice.hpp; selection is
/// never raised, since a provider cannot accept more than everybody.
#pragma once

#include <Eigen/Dense>
#include <vector>

#include "provider/behaviour.hpp"
#include "record/practice.hpp"
#include "tariff/contract.hpp"

namespace pbrsim {

enum class Lever : std::uint8_t {
  engagement,
  abstinence,
  reintegration,
  harm_reduction,
  selection,
  discharge,
  coding,
  reporting
};
template <>
struct EnumNames<Lever> {
  static constexpr std::array<std::string_view, 8> values{
      "engagement", "abstinence", "reintegration", "harm_reduction",
      "selection",  "discharge",  "coding",        "reporting"};
};
template <class T>
using ByLever = EnumArray<Lever, T>;

constexpr bool by_cluster(Lever lever) { return lever <= Lever::selection; }

inline constexpr int most_levers = 5 * static_cast<int>(enum_size<MeasuredBand>) + 3;
using Moves = Eigen::Matrix<double, Eigen::Dynamic, 1, 0, most_levers, 1>;

/// What a design leaves in the provider's own hands.
struct Control {
  bool intake = false;    // it chooses whom it accepts
  bool assesses = false;  // it scores complexity
  bool verifies = false;  // it says what a review found
};

class LeverSet {
 public:
  struct Range {
    double low, high;  // of the move
    bool free;
  };

  LeverSet(const Contract& contract, const Practice& begins_with, const Behaviour& behaviour,
           const Control& control);

  int size() const { return static_cast<int>(ranges_.size()); }
  int clusters() const { return clusters_; }
  int cluster_of(Band band) const { return cluster_of_[static_cast<std::size_t>(band)]; }
  int index(Lever lever, int cluster) const {
    const int n = static_cast<int>(lever);
    return by_cluster(lever) ? cluster * levers_by_cluster + n
                             : (clusters_ - 1) * levers_by_cluster + n;
  }
  Lever lever(int index) const {
    const int overall = index - clusters_ * levers_by_cluster;
    return static_cast<Lever>(overall < 0 ? index % levers_by_cluster
                                          : levers_by_cluster + overall);
  }
  const Range& range(int index) const { return ranges_[static_cast<std::size_t>(index)]; }
  bool any_free() const;

  Moves none() const { return Moves::Zero(size()); }
  Practice practice(const Moves& moves) const;

 private:
  static constexpr int levers_by_cluster = 5;
  int clusters_;
  std::array<int, enum_size<Band>> cluster_of_{};
  Practice base_;
  std::vector<Range> ranges_;
};

/// The values of a lever in a practice vector: one a band, or one for all.
double& value_of(Practice& practice, Lever lever, MeasuredBand band);
double value_of(const Practice& practice, Lever lever, MeasuredBand band);

}  // namespace pbrsim
