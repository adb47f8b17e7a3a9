#include "analysis/calibration_tables.hpp"

#include <cmath>

#include <fmt/format.h>

namespace pbrsim {

namespace {

constexpr const char* written_by = "by `pbrsim calibrate --out DIR`";
constexpr double far = 2;  // standard deviations

std::vector<Column> predicted_columns(const std::string& of, const std::string& what) {
  return {number(of + "_mean", "Mean of " + what + "."),
          number(of + "_low", "2.5% of the members lie below."),
          number(of + "_high", "2.5% of the members lie above.")};
}

void append(std::vector<Column>& columns, std::vector<Column> more) {
  columns.insert(columns.end(), more.begin(), more.end());
}

void append_optional(std::vector<Column>& columns, std::vector<Column> more, const char* empty_if) {
  for (Column& column : more)
    columns.push_back(std::move(column).empty_if(empty_if));
}

/// Mean and both ends.
void add_to(std::vector<Field>& fields, const std::optional<Predicted>& p) {
  for (double Predicted::*part : {&Predicted::mean, &Predicted::low, &Predicted::high})
    fields.push_back(p ? Field((*p).*part) : Field(Missing{}));
}

/// For the report.
std::string mean_of(const std::optional<Predicted>& p) {
  return p ? fmt::format("{:.4g}", p->mean) : "–";
}

std::string list_of(const std::vector<std::string>& lines, const char* if_none) {
  if (lines.empty()) return std::string(if_none) + "\n";
  std::string text;
  for (const std::string& line : lines)
    text += "- " + line + "\n";
  return text;
}

}  // namespace

TableSchema calibration_target_schema() {
  TableSchema s;
  s.name = "calibration_targets";
  s.title = "What a calibration was fitted to";
  s.row = "A target of a calibration; means and intervals are over the ensemble's members.";
  s.when = written_by;
  s.columns = {text("target", "Its name."),
               text("use", "What it is for.")
                   .one_of({{"fit", "parameters are fitted to it"},
                            {"check", "held beside the fit"},
                            {"not_measured", "the simulation counts no such thing"}}),
               number("observed", "The published value, in the target's unit."),
               number("standard_error", "Of the published value."),
               number("discrepancy", "Standard deviation of what the model cannot get right.")
                   .empty_if("not measured")};
  append_optional(s.columns, predicted_columns("prior", "what the prior's members simulate"),
                  "not measured");
  append_optional(s.columns,
                  predicted_columns("posterior", "what the posterior's members simulate"),
                  "not measured");
  s.columns.push_back(
      number("distance",
             "Of the posterior's mean from the published value, on the scale of the fit (logit, "
             "logarithm), in standard deviations of figure, model and members together.")
          .empty_if("not measured"));
  std::vector<Column> plain = predicted_columns(
      "without_discrepancies", "what members simulate that are fitted as if the model were right");
  plain.push_back(number("without_discrepancies_distance",
                         "As distance, of that fit, without deviations of the model."));
  append_optional(s.columns, std::move(plain), "not measured, or the fit has no discrepancies");
  s.primary_key = {"target"};
  return s;
}

void add_calibration_target_rows(TableRows& rows, const CalibrationResult& result,
                                 const CalibrationProblem& problem) {
  for (const TargetFit& t : result.targets) {
    const TargetParameters& p = t.target->parameters;
    std::vector<Field> fields{std::string_view(t.target->name), name_of(p.use), p.value,
                              p.standard_error, t.discrepancy};
    add_to(fields, t.prior);
    add_to(fields, t.posterior);
    fields.emplace_back(t.distance);
    add_to(fields, t.plain);
    fields.push_back(t.plain ? Field(t.plain_distance) : Field(Missing{}));
    rows.add(fields);
  }
  for (const Target& t : problem.not_measured) {
    std::vector<Field> fields{std::string_view(t.name), std::string_view("not_measured"),
                              t.parameters.value, t.parameters.standard_error};
    fields.resize(16, Missing{});
    rows.add(fields);
  }
}

TableSchema calibration_parameter_schema() {
  TableSchema s;
  s.name = "calibration_parameters";
  s.title = "What a calibration found of parameters";
  s.row = "A fitted parameter, in the unit of its key in the complete scenario.";
  s.when = written_by;
  s.columns = {text("parameter", "Name of its draw.")};
  append(s.columns, predicted_columns("prior", "the prior's members"));
  s.columns.push_back(number("prior_sd", "Standard deviation of the prior's members."));
  append(s.columns, predicted_columns("posterior", "the posterior's members"));
  s.columns.push_back(number("posterior_sd", "Standard deviation of the posterior's members."));
  append_optional(s.columns,
                  predicted_columns("without_discrepancies",
                                    "the members that are fitted as if the model were right"),
                  "the fit has no discrepancies");
  s.columns.push_back(number("shrinkage",
                             "1 - variance of the posterior over that of the prior, on the scale "
                             "of the fit: near 0 where the targets say nothing of it."));
  s.columns.push_back(text("goes_with", "Parameters with a correlation above 0.7 in size.")
                          .empty_if("there is none"));
  s.primary_key = {"parameter"};
  return s;
}

void add_calibration_parameter_rows(TableRows& rows, const CalibrationResult& result) {
  for (const ParameterFit& p : result.parameters) {
    std::vector<Field> fields{std::string_view(p.name)};
    add_to(fields, p.prior);
    fields.emplace_back(p.prior_sd);
    add_to(fields, p.posterior);
    fields.emplace_back(p.posterior_sd);
    add_to(fields, p.plain);
    fields.emplace_back(p.shrinkage);
    fields.push_back(p.goes_with.empty() ? Field(Missing{}) : Field(p.goes_with));
    rows.add(fields);
  }
}

TableSchema posterior_schema(const std::vector<std::string>& parameters) {
  TableSchema s;
  s.name = "posterior";
  s.title = "Posterior of a calibration";
  s.row = "A member of the ensemble, for `sampling.posterior` of a scenario.";
  s.when = written_by;
  for (const std::string& name : parameters)
    s.columns.push_back(
        number(name, "Draw of that name, in the unit of its key in the complete scenario."));
  return s;
}

void add_posterior_rows(TableRows& rows, const Calibration& calibration, const FitStep& posterior) {
  for (Eigen::Index m = 0; m < posterior.parameters.cols(); ++m) {
    std::vector<Field> fields;
    for (Eigen::Index p = 0; p < posterior.parameters.rows(); ++p)
      fields.emplace_back(parameter_of(posterior.parameters(p, m),
                                       calibration.priors[static_cast<std::size_t>(p)]));
    rows.add(fields);
  }
}

std::string calibration_report(const CalibrationResult& result, const CalibrationProblem& problem) {
  std::string text =
      "# Calibration\n\n"
      "| target | use | observed | prior | simulated | 95% | distance | without discrepancies | "
      "distance |\n"
      "| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n";
  std::vector<std::string> far_off, absent;
  for (const TargetFit& t : result.targets) {
    const TargetParameters& p = t.target->parameters;
    text += fmt::format(
        "| {} | {} | {:.4g} | {:.4g} | {:.4g} | {:.4g} to {:.4g} | {:.1f} | {} | {} |\n",
        t.target->name, name_of(p.use), p.value, t.prior.mean, t.posterior.mean, t.posterior.low,
        t.posterior.high, t.distance, mean_of(t.plain),
        t.plain ? fmt::format("{:.1f}", t.plain_distance) : "–");
    if (std::abs(t.distance) > far)
      far_off.push_back(fmt::format("{}: {:.1f}", t.target->name, t.distance));
  }
  for (const Target& t : problem.not_measured)
    absent.push_back(t.name + ": " + t.parameters.statistic);
  text +=
      "\n| parameter | prior | 95% | posterior | 95% | without discrepancies | shrinkage | goes "
      "with |\n"
      "| --- | --- | --- | --- | --- | --- | --- | --- |\n";
  for (const ParameterFit& p : result.parameters)
    text += fmt::format(
        "| {} | {:.4g} | {:.4g} to {:.4g} | {:.4g} | {:.4g} to {:.4g} | {} | {:.2f} | {} |\n",
        p.name, p.prior.mean, p.prior.low, p.prior.high, p.posterior.mean, p.posterior.low,
        p.posterior.high, mean_of(p.plain), p.shrinkage, p.goes_with);
  return text + "\nFarther than 2 standard deviations:\n\n" + list_of(far_off, "None.") +
         "\nNot measured, because the simulation counts no such thing:\n\n" +
         list_of(absent, "None.");
}

}  // namespace pbrsim
