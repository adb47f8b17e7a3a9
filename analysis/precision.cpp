#include "analysis/precision.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/nested.hpp"
#include "random/variates.hpp"
#include "results/reference_tables.hpp"
#include "scenario/report.hpp"

namespace pbrsim {

namespace {

constexpr double upper = 0.975;
const double undefined = std::nan("");

using Names = std::vector<std::string_view>;

[[noreturn]] void refuse(const std::string& key, const std::string& said, const std::string& what,
                         const Names& known, std::string_view what_there_is) {
  throw UserError("precision." + key + ": " + yaml::quote(said) + " " + what +
                  yaml::suggest(said, known, what_there_is));
}

const MeasureInfo* measure_of(const std::string& name) {
  Names known;
  for (const MeasureInfo& m : measures()) {
    if (m.name == name) return &m;
    known.push_back(m.name);
  }
  refuse("measure", name, "is no measure (measures.csv lists them)", known, "measures are");
}

std::size_t position(const std::string& name, const std::vector<std::string>& list,
                     const std::string& key, const char* what, std::string_view what_there_is) {
  const auto found = std::find(list.begin(), list.end(), name);
  if (found == list.end()) refuse(key, name, what, {list.begin(), list.end()}, what_there_is);
  return static_cast<std::size_t>(found - list.begin());
}

std::string trimmed(const std::string& text) {
  const auto from = text.find_first_not_of(' '), to = text.find_last_not_of(' ');
  return from == std::string::npos ? "" : text.substr(from, to - from + 1);
}

double units_for(double variance, double t, double half_width) {
  return std::ceil(t * t * variance / (half_width * half_width));
}

}  // namespace

PrecisionTarget precision_target(const Scenario& scenario, const Plan& plan) {
  PBRSIM_EXPECT(scenario.precision);
  const PrecisionParameters& p = *scenario.precision;
  PrecisionTarget target{};
  target.measure = measure_of(p.measure);
  const std::size_t minus = p.difference.find('-');
  if (minus == std::string::npos)
    throw UserError("precision.difference: is " + yaml::quote(p.difference) +
                    "; must be two designs, like \"pilot - block\"");
  const auto design = [&](const std::string& name) {
    return position(trimmed(name), plan.designs, "difference", "is no design", "designs are");
  };
  target.design = design(p.difference.substr(0, minus));
  target.against = design(p.difference.substr(minus + 1));
  if (target.design == target.against)
    throw UserError("precision.difference: is " + yaml::quote(p.difference) +
                    ", a design less itself, which is known to be 0");
  target.area = plan.areas.size();
  if (p.area) target.area = position(*p.area, scenario.areas, "area", "is no area", "areas are");
  target.half_width = p.half_width;
  target.by_draw = scenario.run.draws > 0;
  target.first = target.by_draw ? scenario.run.draws : scenario.run.replications;
  target.at_most = p.at_most;
  return target;
}

std::string_view units_of(const PrecisionTarget& target) {
  return target.by_draw ? "draws" : "replications";
}

std::string about(const PrecisionTarget& target, const std::vector<std::string>& designs,
                  const std::vector<std::string>& areas) {
  return std::string(target.measure->name) + " of " + designs[target.design] + " less " +
         designs[target.against] + " in " +
         (target.area == areas.size() ? "all areas together" : areas[target.area]);
}

FirstStage first_stage(const std::vector<double>& differences, double half_width) {
  const Estimate e = estimate(differences);
  FirstStage stage;
  stage.n = e.n;
  stage.sd = stage.t = stage.needed = stage.low = stage.high = undefined;
  if (e.n < 2) return stage;
  const auto n = static_cast<double>(e.n);
  const double variance = e.standard_error * e.standard_error * n;
  stage.sd = std::sqrt(variance);
  stage.t = student_t_quantile(upper, n - 1);
  const auto needed = [&](double v) { return std::max(n, units_for(v, stage.t, half_width)); };
  stage.needed = needed(variance);
  stage.low = needed(variance * (n - 1) / chi_squared_quantile(upper, n - 1));
  stage.high = needed(variance * (n - 1) / chi_squared_quantile(1 - upper, n - 1));
  return stage;
}

std::vector<double> by_unit(std::vector<double> differences,
                            const std::vector<std::uint32_t>& draws, bool by_draw) {
  if (by_draw) return means_by_draw(differences, draws);
  std::erase_if(differences, [](double d) { return std::isnan(d); });
  return differences;
}

std::vector<double> differences_of(const Outcomes& outcomes, const PrecisionTarget& target) {
  std::vector<double> a = outcomes.values(target.area, target.design, *target.measure);
  const std::vector<double> b = outcomes.values(target.area, target.against, *target.measure);
  for (std::size_t i = 0; i < a.size(); ++i)
    a[i] -= b[i];
  return by_unit(std::move(a), outcomes.draws(target.area), target.by_draw);
}

int units_to_run(const PrecisionTarget& target, const FirstStage& first) {
  if (std::isnan(first.needed)) return target.first;
  return static_cast<int>(std::clamp(first.needed, double(target.first), double(target.at_most)));
}

PrecisionReached precision_reached(const PrecisionTarget& target, const FirstStage& first,
                                   const std::vector<double>& differences) {
  const Estimate all = estimate(differences);
  PrecisionReached result;
  result.first = first;
  result.n = all.n;
  result.mean = all.mean;
  const auto n = static_cast<double>(all.n);
  result.half_width = first.t * first.sd / std::sqrt(n);
  result.reached = result.half_width <= target.half_width;
  result.more = std::isnan(first.needed) ? undefined : std::max(0.0, first.needed - n);
  return result;
}

TableSchema precision_schema() {
  TableSchema s;
  s.name = "precision";
  s.title = "Precision";
  s.row =
      "The paired difference that the scenario asks to know as surely as it says, and how surely "
      "it "
      "is known: by Stein's two-stage rule, the first replications decide how many it takes, or "
      "the first "
      "draws where there are draws of what is not known.";
  s.when = "where the scenario asks for it (precision)";
  const char* few = "defined in fewer than two units of the first stage";
  const auto quantity = [&](const char* name, const char* description) {
    return number(name, description).in("see unit").empty_if(few);
  };
  s.columns = {
      design_column(),
      text("baseline", "Design that it is compared with."),
      text("area", "Area, or `total` for all areas of a replication together."),
      text("measure", "Measure; see measures."),
      text("unit", "Unit of the measure."),
      number("half_width_asked", "Half-width of the 95% interval that is asked for.")
          .in("see unit")
          .at_least(0),
      text("counted_in", "What is independent of each other, and counted here as units.")
          .one_of({{"draws", "draws of what is not known, each the mean of its replications"},
                   {"replications", "replications; there are no draws"}}),
      whole_number("first_stage", "Units of the first stage in which the difference is defined.")
          .at_least(0),
      quantity("sd", "Standard deviation of the difference over them."),
      number("needed", "Units in all that it takes.").at_least(0).empty_if(few),
      whole_number("n", "Units in which the difference is defined.").at_least(0),
      number("mean", "Mean of the difference over all of them.")
          .in("see unit")
          .empty_if("defined in no unit"),
      quantity("half_width", "Half-width of its interval, whose coverage is at least 95%."),
      quantity("lower", "Lower end of that interval."),
      quantity("upper", "Upper end of it."),
      yes_or_no("reached", "The interval is as narrow as asked for.")};
  s.primary_key = {"design", "baseline", "area", "measure"};
  s.foreign_keys = {
      to_designs(), to_designs("baseline"), to_areas(), {{"measure"}, "measures", {"measure"}}};
  return s;
}

void add_precision_row(TableRows& rows, const PrecisionTarget& target, const PrecisionReached& r,
                       const Outcomes& outcomes) {
  const auto& names = outcomes.design_names();
  rows.add({std::string_view(names[target.design]), std::string_view(names[target.against]),
            target.area == outcomes.areas() ? all_areas
                                            : std::string_view(outcomes.area_names()[target.area]),
            target.measure->name, target.measure->unit, target.half_width, units_of(target),
            static_cast<std::int64_t>(r.first.n), number_or_missing(r.first.sd),
            number_or_missing(r.first.needed), static_cast<std::int64_t>(r.n),
            number_or_missing(r.mean), number_or_missing(r.half_width),
            number_or_missing(r.mean - r.half_width), number_or_missing(r.mean + r.half_width),
            r.reached});
}

}  // namespace pbrsim
