/// did.csv: the estimate of every world; did_summary.csv: what they come to over draws and
/// replications.
#pragma once

#include "analysis/evaluation_file.hpp"
#include "results/table.hpp"

namespace pbrsim {

struct DidRow {
  EvaluatedWorld world;
  std::size_t outcome = 0;
  Estimator estimator = Estimator::raw;
  std::size_t treated = 0, others = 0;  // areas
  DidEstimate estimate;
};

/// By design, outcome and estimator; odds ratios are exponentials of means of logarithms.
struct DidSummary {
  std::string design;
  std::size_t outcome = 0;
  Estimator estimator = Estimator::raw;
  int worlds = 0;           // in which it is defined
  double mean = undefined;  // log odds ratio
  double sd = undefined;    // over worlds
  double p10 = undefined, p90 = undefined;
  double bootstrap_error = undefined;                                 // root mean square
  double bootstrap_rejects = undefined, placebo_rejects = undefined;  // share of worlds
};

struct DidInterval {
  double low = undefined, high = undefined;
};
/// Of the mean over worlds, 95%; NaN with fewer than two.
DidInterval mean_interval(const DidSummary& summary);

std::vector<DidRow> estimate_all(const EvaluationCounts& counts, const DidOptions& options);
std::vector<DidSummary> summarise(const std::vector<DidRow>& rows, const DidOptions& options);

TableSchema did_schema();
void add_did_rows(TableRows& table, const std::vector<DidRow>& rows);
TableSchema did_summary_schema();
void add_did_summary_rows(TableRows& table, const std::vector<DidSummary>& rows);

}  // namespace pbrsim
