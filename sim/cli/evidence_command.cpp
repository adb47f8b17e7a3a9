#include <iostream>

#include "analysis/evidence_tables.hpp"
#include "cli/commands.hpp"

namespace pbrsim::cli {

namespace {

template <class Add>
void print_csv(const TableSchema& schema, Add add) {
  TableRows rows(schema);
  add(rows);
  std::vector<Field> names;
  for (const Column& column : schema.columns)
    names.emplace_back(std::string_view(column.name));
  std::cout << csv_row(names) << rows.text();
}

/// The values at or below a path; a mistake if there are none.
std::vector<EvidenceRow> below(std::vector<EvidenceRow> rows, const std::string& path) {
  if (path.empty()) return rows;
  std::erase_if(rows, [&](const EvidenceRow& e) { return !stands_below(e, path); });
  if (rows.empty())
    throw UserError("--below " + path +
                    ": the complete scenario has nothing there; `pbrsim check SCENARIO "
                    "--resolved` shows what it has");
  return rows;
}

}  // namespace

ExitCode evidence(const EvidenceArguments& arguments) {
  if (!arguments.scenario.file.empty()) {
    const auto rows = below(evidence_of(load(arguments.scenario)), arguments.below);
    if (arguments.csv)
      print_csv(parameter_schema(), [&](TableRows& t) { add_parameter_rows(t, rows); });
    else
      std::cout << parameters_as_markdown(rows);
    return ExitCode::done;
  }
  if (arguments.targets.empty())
    throw UserError(
        "evidence needs a scenario, or --targets FILE (scenarios/evidence/targets.yaml)");
  const auto targets = load_targets(arguments.targets);
  if (arguments.csv)
    print_csv(target_schema(), [&](TableRows& t) { add_target_rows(t, targets); });
  else
    std::cout << targets_as_markdown(targets);
  return ExitCode::done;
}

}  // namespace pbrsim::cli
