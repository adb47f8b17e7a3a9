/// What a calibration found, as tables: calibration_targets.csv, calibration_parameters.csv,
/// posterior.csv; and as a report for reading.
#pragma once

#include "analysis/calibration_result.hpp"
#include "results/table.hpp"

namespace pbrsim {

TableSchema calibration_target_schema();
void add_calibration_target_rows(TableRows& rows, const CalibrationResult& result,
                                 const CalibrationProblem& problem);
TableSchema calibration_parameter_schema();
void add_calibration_parameter_rows(TableRows& rows, const CalibrationResult& result);
/// A column for each parameter.
TableSchema posterior_schema(const std::vector<std::string>& parameters);
void add_posterior_rows(TableRows& rows, const Calibration& calibration, const FitStep& posterior);

std::string calibration_report(const CalibrationResult& result, const CalibrationProblem& problem);

}  // namespace pbrsim
