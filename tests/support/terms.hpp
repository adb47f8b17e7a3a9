/// Terms of a contract, with what a test says of them and defaults for the rest.
#pragma once

#include <map>
#include <string>

#include "tariff/parameters.hpp"

namespace pbrsim::test {

inline TermParameters term(TermKind kind) {
  TermParameters t;
  t.kind = kind;
  return t;
}

/// A process where the measure is of one. Prices in pounds by cluster.
inline TermParameters outcome(Measure measure, std::map<std::string, double> price) {
  TermParameters t = term(is_process(measure) ? TermKind::process : TermKind::outcome);
  t.measure = measure;
  t.price = std::move(price);
  return t;
}

/// One price for all clusters.
inline TermParameters outcome(Measure measure, double price) {
  return outcome(measure, std::map<std::string, double>{{"all", price}});
}

}  // namespace pbrsim::test
