/// Reads an evaluation.csv and makes of it what difference-in-differences needs: nothing else of
/// the run is looked at.
///
/// Columns are found by their names; those that are not needed may be missing or others. Drug
/// groups alone: alcohol is left out. Errors are `UserError`s that name file and line.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "analysis/did.hpp"

namespace pbrsim {

/// A share that is compared, by the names of columns. "of" less "without", if that is given.
struct DidOutcome {
  std::string_view name;
  std::string_view of, without, trials;
  std::string_view meaning;
};
const std::vector<DidOutcome>& did_outcomes();

/// One world that an evaluator would see.
struct EvaluatedWorld {
  std::string design;
  std::int64_t draw = 0;  // 0: none
  std::int64_t replication = 0;
  friend auto operator<=>(const EvaluatedWorld&, const EvaluatedWorld&) = default;
};

struct EvaluationChoice {
  std::string against = "comparison";  // or redesigned
  bool leave_out_exposed = false;      // journeys begun in the 12 months before go-live
};

/// By outcome, in their order: the areas of each world, in the order of the file.
struct EvaluationCounts {
  std::vector<EvaluatedWorld> worlds;                          // in the order of the file
  std::vector<std::vector<std::vector<EvaluatedArea>>> areas;  // by world, outcome, area
  bool drawn = false;
};

EvaluationCounts read_evaluation(const std::filesystem::path& file, const EvaluationChoice& choice);
/// The same of a text; `name` stands for the file in messages.
EvaluationCounts parse_evaluation(const std::string& text, const std::string& name,
                                  const EvaluationChoice& choice);

}  // namespace pbrsim
