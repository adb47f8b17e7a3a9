#include "scenario/sampling.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "scenario/digits.hpp"

namespace pbrsim {

namespace {

std::string place(const char* list, std::size_t i) { return list + ("." + std::to_string(i)); }

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names)
    text += (text.empty() ? "" : ", ") + name;
  return text;
}

/// The first name that stands there twice; nothing if none does.
std::optional<std::string> twice(const std::vector<std::string>& names) {
  std::set<std::string> seen;
  for (const std::string& name : names)
    if (!seen.insert(name).second) return name;
  return std::nullopt;
}

bool is_square(const CorrelationParameters& group) {
  return group.matrix.size() == group.of.size() &&
         std::all_of(group.matrix.begin(), group.matrix.end(),
                     [&](const auto& row) { return row.size() == group.of.size(); });
}

void check_entries(const CorrelationParameters& group, Problems& problems) {
  for (std::size_t i = 0; i < group.of.size(); ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      if (i == j && group.matrix[i][i] != 1)
        problems.push_back({place("matrix", i), "has " + yaml::shortest(group.matrix[i][i]) +
                                                    " for " + group.of[i] +
                                                    " with itself; that is 1"});
      if (group.matrix[i][j] != group.matrix[j][i])
        problems.push_back({place("matrix", i),
                            "has " + yaml::shortest(group.matrix[i][j]) + " for " + group.of[i] +
                                " and " + group.of[j] + ", and row " + std::to_string(j) + " has " +
                                yaml::shortest(group.matrix[j][i]) + "; they must be the same"});
    }
}

double coefficient_of(const CorrelationParameters& group, std::size_t i, std::size_t j) {
  return group.coefficient ? *group.coefficient : group.matrix[i][j];
}

/// Calls `f` with the names and the correlation of each pair of a group.
template <class F>
void for_each_pair(const CorrelationParameters& group, F&& f) {
  for (std::size_t i = 0; i < group.of.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      auto pair = std::minmax(group.of[i], group.of[j]);
      f(std::pair<std::string, std::string>(pair), coefficient_of(group, i, j));
    }
}

bool check_pairs(const std::vector<CorrelationParameters>& groups, Problems& problems) {
  std::set<std::pair<std::string, std::string>> seen;
  bool good = true;
  for (std::size_t g = 0; g < groups.size(); ++g)
    for_each_pair(groups[g], [&](const auto& pair, double) {
      if (seen.insert(pair).second) return;
      good = false;
      problems.push_back({place("correlations", g),
                          "gives the correlation of " + pair.first + " and " + pair.second +
                              ", which is given before; give each pair once"});
    });
  return good;
}

}  // namespace

void CorrelationParameters::validate(Problems& problems) const {
  if (of.size() < 2)
    problems.push_back({"of", "must name at least two draws"});
  else if (const auto name = twice(of))
    problems.push_back({"of", "names " + *name + " twice"});
  if (coefficient.has_value() == !matrix.empty())
    problems.push_back({"", coefficient ? "has both a coefficient and a matrix; give one of them"
                                        : "needs a coefficient or a matrix"});
  else if (!coefficient && !is_square(*this))
    problems.push_back({"matrix", "must have " + std::to_string(of.size()) + " rows of " +
                                      std::to_string(of.size()) +
                                      " values, as many as `of` names"});
  else if (!coefficient)
    check_entries(*this, problems);
}

void PosteriorParameters::validate(Problems& problems) const {
  if (file) return;  // one that could be read is no longer named
  if (columns.empty()) problems.push_back({"columns", "must name at least one draw"});
  if (const auto name = twice(columns))
    problems.push_back({"columns", "has " + *name + " twice; a row has one value of each"});
  if (rows.empty()) problems.push_back({"rows", "must have at least one"});
  for (std::size_t r = 0; r < rows.size(); ++r)
    if (rows[r].size() != columns.size())
      problems.push_back({place("rows", r), "has " + std::to_string(rows[r].size()) + " of " +
                                                std::to_string(columns.size()) + " values"});
}

double PosteriorParameters::mean(std::size_t column) const {
  double sum = 0;
  for (const std::vector<double>& row : rows)
    sum += row[column];
  return sum / static_cast<double>(rows.size());
}

namespace {

void check_from_one_place(const SamplingParameters& sampling, Problems& problems) {
  if (!sampling.posterior) return;
  const std::vector<std::string>& columns = sampling.posterior->columns;
  for (std::size_t g = 0; g < sampling.correlations.size(); ++g)
    for (const std::string& name : sampling.correlations[g].of)
      if (std::find(columns.begin(), columns.end(), name) != columns.end())
        problems.push_back(
            {place("correlations", g), "names " + name +
                                           ", which takes its values from the posterior; its "
                                           "rows say what goes together"});
}

}  // namespace

void SamplingParameters::validate(Problems& problems) const {
  check_from_one_place(*this, problems);
  Problems of_groups;  // told where they stand
  for (const CorrelationParameters& group : correlations)
    group.validate(of_groups);
  if (!of_groups.empty() || !check_pairs(correlations, problems)) return;
  const CorrelationMatrix all = all_correlations(*this);
  if (!cholesky(all.matrix))
    problems.push_back(
        {"correlations",
         "cannot hold together, their matrix is not positive definite: of " + listed(all.names) +
             ", some lie too near to 1 or -1, or contradict what the others imply (pairs left out "
             "count as 0); lower them"});
}

CorrelationMatrix all_correlations(const SamplingParameters& sampling) {
  std::set<std::string> names;
  for (const CorrelationParameters& group : sampling.correlations)
    names.insert(group.of.begin(), group.of.end());
  CorrelationMatrix result{{names.begin(), names.end()}, identity_matrix(names.size())};
  const auto at = [&](const std::string& name) {
    return static_cast<std::size_t>(std::distance(names.begin(), names.find(name)));
  };
  for (const CorrelationParameters& group : sampling.correlations)
    for_each_pair(group, [&](const auto& pair, double coefficient) {
      const std::size_t i = at(pair.first), j = at(pair.second);
      result.matrix[i][j] = result.matrix[j][i] = coefficient;
    });
  return result;
}

}  // namespace pbrsim
