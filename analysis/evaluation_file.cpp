#include "analysis/evaluation_file.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <optional>
#include <sstream>

#include "core/error.hpp"
#include "record/vocabulary.hpp"
#include "results/table.hpp"

namespace pbrsim {

namespace {

const std::vector<Group> drug_groups{Group::opiate, Group::non_opiate,
                                     Group::alcohol_and_non_opiate};

class Rows {
 public:
  Rows(const std::string& text, std::string name) : text_(text), name_(std::move(name)) {
    std::string line;
    if (!std::getline(text_, line)) fail("is empty");
    header_line_ = line;
    const std::vector<std::string_view> names = plain_fields(header_line_);
    for (std::size_t i = 0; i < names.size(); ++i)
      columns_.emplace(std::string(names[i]), i);
  }

  bool has(std::string_view column) const { return columns_.contains(std::string(column)); }
  bool next() {
    ++number_;
    if (!std::getline(text_, line_)) return false;
    fields_ = plain_fields(line_);
    if (fields_.size() != columns_.size())
      fail("has " + std::to_string(fields_.size()) + " fields, not " +
           std::to_string(columns_.size()) + " as its header");
    return true;
  }
  std::string_view text(std::string_view column) const {
    const auto found = columns_.find(std::string(column));
    if (found == columns_.end())
      throw UserError(name_ + ": has no column " + std::string(column) +
                      "; give the evaluation.csv of a run of this program");
    return fields_[found->second];
  }
  double number(std::string_view column) const {
    const std::string_view field = text(column);
    double value = 0;
    const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
    if (error != std::errc() || end != field.data() + field.size() || !(value >= 0))
      fail(std::string(column) + " is \"" + std::string(field) + "\"; must be a number, 0 or more");
    return value;
  }
  [[noreturn]] void fail(const std::string& what) const {
    throw UserError(name_ + ", line " + std::to_string(number_) + ": " + what);
  }

 private:
  std::istringstream text_;
  std::string name_, header_line_, line_;
  std::map<std::string, std::size_t> columns_;
  std::vector<std::string_view> fields_;
  int number_ = 1;
};

/// Which of the two periods a row belongs to, if any.
std::optional<std::size_t> period_of(const Rows& rows) {
  if (rows.text("period") == "before") return 0;
  if (rows.text("period") == "contract") return 1;
  return std::nullopt;
}

std::optional<std::size_t> group_of(const Rows& rows) {
  const auto group = enum_from_name<Group>(rows.text("group"));
  if (!group) rows.fail("group is \"" + std::string(rows.text("group")) + "\", which is none");
  const auto found = std::find(drug_groups.begin(), drug_groups.end(), *group);
  if (found == drug_groups.end()) return std::nullopt;
  return static_cast<std::size_t>(found - drug_groups.begin());
}

/// Puts rows together, world by world and area by area.
class Gathering {
 public:
  explicit Gathering(EvaluationCounts& counts) : counts_(counts) {}

  void add(const Rows& rows, const EvaluationChoice& choice) {
    const std::string_view kind = rows.text("evaluated_as");
    const bool treated = kind == "treated";
    if (!treated && kind != choice.against) return;
    const std::optional<std::size_t> period = period_of(rows), group = group_of(rows);
    if (!period || !group) return;
    if (choice.leave_out_exposed && rows.number("followup_exposed") > 0) return;
    auto& outcomes = counts_.areas[world(rows)];
    const std::string area(rows.text("area"));
    for (std::size_t o = 0; o < did_outcomes().size(); ++o) {
      const DidOutcome& outcome = did_outcomes()[o];
      PeriodCounts& into = place(outcomes[o], area, rows).groups[*group];
      into.successes[*period] +=
          rows.number(outcome.of) - (outcome.without.empty() ? 0 : rows.number(outcome.without));
      into.trials[*period] += rows.number(outcome.trials);
    }
  }

 private:
  std::size_t world(const Rows& rows) {
    const EvaluatedWorld w{std::string(rows.text("design")),
                           counts_.drawn ? static_cast<std::int64_t>(rows.number("draw")) : 0,
                           static_cast<std::int64_t>(rows.number("replication"))};
    const auto [place, fresh] = index_.emplace(w, counts_.worlds.size());
    if (fresh) {
      counts_.worlds.push_back(w);
      counts_.areas.emplace_back(did_outcomes().size());
    }
    return place->second;
  }

  static EvaluatedArea& place(std::vector<EvaluatedArea>& areas, const std::string& name,
                              const Rows& rows) {
    // Rows of an area mostly stand together.
    const auto found = std::find_if(areas.rbegin(), areas.rend(),
                                    [&](const EvaluatedArea& a) { return a.name == name; });
    if (found != areas.rend()) return *found;
    areas.push_back({name, rows.text("evaluated_as") == "treated", rows.number("stands_for"),
                     std::vector<PeriodCounts>(drug_groups.size())});
    return areas.back();
  }

  EvaluationCounts& counts_;
  std::map<EvaluatedWorld, std::size_t> index_;
};

void check_sides(const EvaluationCounts& counts, const std::string& name,
                 const EvaluationChoice& choice) {
  for (std::size_t w = 0; w < counts.worlds.size(); ++w) {
    const auto& areas = counts.areas[w].front();
    const auto treated =
        std::count_if(areas.begin(), areas.end(), [](const EvaluatedArea& a) { return a.treated; });
    if (treated == 0 || treated == static_cast<std::ptrdiff_t>(areas.size()))
      throw UserError(name + ": has no area that is " +
                      (treated == 0 ? "treated" : choice.against) +
                      " (column evaluated_as), so that there is nothing to compare; say in the "
                      "scenario what areas are: evaluated_as");
  }
  if (counts.worlds.empty())
    throw UserError(name + ": has no rows of the periods before and contract");
}

}  // namespace

const std::vector<DidOutcome>& did_outcomes() {
  static const std::vector<DidOutcome> outcomes{
      {"starts", "assessed_started_12_weeks", "", "assessed_followed_12_weeks",
       "of recorded assessments, treatment begun within 12 weeks"},
      {"completion", "completed_1_year", "", "followed_1_year",
       "of journeys begun, completed within 365 days"},
      {"completion_away_6_months", "completed_1_year_away_6_months", "", "followed_1_year_6_months",
       "of journeys begun, completed within 365 days and not back in 6 months"},
      {"completion_away_12_months", "completed_1_year_away_12_months", "",
       "followed_1_year_12_months",
       "of journeys begun, completed within 365 days and not back in 12 months"},
      {"abstinence", "latest_abstinent", "", "reviewed",
       "of journeys reviewed in their first 365 days, the latest review reported as without use of "
       "any illicit drug or alcohol"},
      {"abstinence_first_review", "first_abstinent", "", "reviewed_first",
       "of journeys with a review at 5 to 26 weeks, reported so at the first one"},
      {"not_injecting", "reviewed", "latest_injecting", "reviewed",
       "of journeys reviewed in their first 365 days, not injecting at the latest review"},
  };
  return outcomes;
}

EvaluationCounts parse_evaluation(const std::string& text, const std::string& name,
                                  const EvaluationChoice& choice) {
  Rows rows(text, name);
  EvaluationCounts counts;
  counts.drawn = rows.has("draw");
  Gathering gathering(counts);
  while (rows.next())
    gathering.add(rows, choice);
  check_sides(counts, name, choice);
  return counts;
}

EvaluationCounts read_evaluation(const std::filesystem::path& file,
                                 const EvaluationChoice& choice) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream)
    throw UserError(file.string() +
                    ": cannot be read; give the folder of a run with --evaluation and without "
                    "--gzip");
  std::ostringstream text;
  text << stream.rdbuf();
  return parse_evaluation(text.str(), file.string(), choice);
}

}  // namespace pbrsim
