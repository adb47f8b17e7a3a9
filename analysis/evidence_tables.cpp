#include "analysis/evidence_tables.hpp"

#include <fmt/format.h>

namespace pbrsim {

namespace {

constexpr const char* written_by = "by `pbrsim evidence --csv`";

Column or_none(Column column, const char* if_none) { return std::move(column).empty_if(if_none); }

Field text_or_missing(const std::string& text) {
  return text.empty() ? Field(Missing{}) : Field(std::string_view(text));
}

std::vector<AllowedValue> marks() {
  return {{"S", "sourced"},
          {"R-H", "recalled from the source with high confidence"},
          {"R-M", "with medium confidence"},
          {"R-L", "with low confidence"},
          {"D", "derived from sourced figures"},
          {"J", "judgement"}};
}

/// Within a cell of a table.
std::string cell(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '|') result += '\\';
    result += c == '\n' ? ' ' : c;
  }
  return result;
}

}  // namespace

TableSchema parameter_schema() {
  TableSchema s;
  s.name = "parameters";
  s.title = "Where a scenario's values come from";
  s.row = "A value of the complete scenario.";
  s.when = written_by;
  s.columns = {
      text("path", "Where it stands in the complete scenario; `areas.*` is every area."),
      text("value", "The value with its unit; of a distribution, all of it."),
      or_none(text("distribution", "Family of the distribution."), "a plain value"),
      or_none(text("mark", "How surely it is known.").one_of(marks()),
              "a default of the program, a name or a switch"),
      or_none(text("source", "Where it was published, or what it was derived from."), "none given"),
      or_none(text("note", "What else is to be said of it."), "nothing")};
  s.primary_key = {"path"};
  return s;
}

void add_parameter_rows(TableRows& rows, const std::vector<EvidenceRow>& evidence) {
  for (const EvidenceRow& e : evidence)
    rows.add({std::string_view(e.path), std::string_view(e.value), text_or_missing(e.distribution),
              text_or_missing(e.mark), text_or_missing(e.source), text_or_missing(e.note)});
}

TableSchema target_schema() {
  TableSchema s;
  s.name = "targets";
  s.title = "Published figures to be held against";
  s.row = "A published statistic.";
  s.when = written_by;
  s.columns = {text("target", "Its name."),
               or_none(text("label", "Group of targets that it belongs to."), "none"),
               text("use", "What it is for.")
                   .one_of({{"fit", "parameters are fitted to it"},
                            {"check", "held beside a fit"},
                            {"input", "the model takes it as given"},
                            {"none", "the model has no such thing"}}),
               text("statistic", "What was counted."),
               text("denominator", "Of whom or what."),
               text("population", "Where and which clients."),
               text("period", "When."),
               text("unit", "Of value and standard error."),
               number("value", "As published.").in("see unit").at_least(0),
               number("standard_error", "Of the value.").in("see unit").at_least(0),
               text("error_from", "How the standard error was got."),
               text("mark", "How surely it is known.").one_of(marks()),
               or_none(text("source", "Where it was published."), "a judgement"),
               or_none(text("note", "What else is to be said of it."), "nothing")};
  s.primary_key = {"target"};
  return s;
}

void add_target_rows(TableRows& rows, const std::vector<Target>& targets) {
  for (const Target& t : targets) {
    const TargetParameters& p = t.parameters;
    rows.add({std::string_view(t.name), text_or_missing(p.label), name_of(p.use),
              std::string_view(p.statistic), std::string_view(p.denominator),
              std::string_view(p.population), std::string_view(p.period), std::string_view(p.unit),
              p.value, p.standard_error, std::string_view(p.error_from), std::string_view(t.mark),
              text_or_missing(t.source), text_or_missing(t.note)});
  }
}

std::string parameters_as_markdown(const std::vector<EvidenceRow>& evidence) {
  std::string out, part;
  for (const EvidenceRow& e : evidence) {
    if (e.mark.empty() && e.source.empty()) continue;
    const std::string of = e.path.substr(0, e.path.find('.'));
    if (of != part)
      out +=
          fmt::format("{}## {}\n\n| key | value | mark | source | note |\n|---|---|---|---|---|\n",
                      part.empty() ? "" : "\n", of);
    part = of;
    out += fmt::format("| `{}` | {} | {} | {} | {} |\n", e.path, cell(e.value), e.mark,
                       cell(e.source), cell(e.note));
  }
  return out;
}

std::string targets_as_markdown(const std::vector<Target>& targets) {
  std::string out =
      "| | use | statistic | of | population | period | value | standard error | from | mark | "
      "source |\n|---|---|---|---|---|---|---|---|---|---|---|\n";
  for (const Target& t : targets) {
    const TargetParameters& p = t.parameters;
    out += fmt::format("| {} | {} | {} | {} | {} | {} | {:g} | {:g} | {} | {} | {} |\n",
                       cell(p.label), name_of(p.use), cell(p.statistic), cell(p.denominator),
                       cell(p.population), cell(p.period), p.value, p.standard_error,
                       cell(p.error_from), t.mark, cell(t.source));
  }
  return out;
}

}  // namespace pbrsim
