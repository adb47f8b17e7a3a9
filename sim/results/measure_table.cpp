// measures.csv: what the measures of summary.csv and differences.csv are.
#include "core/error.hpp"
#include "results/reference_tables.hpp"

namespace pbrsim {

namespace {

using Q = Quantity;

std::vector<AllowedValue> windows() {
  return {{"contract", "what happened from go-live to the end of the contract"},
          {"starters",
           "journeys begun from go-live to the end of the contract, each followed for "
           "365 days; those that the run cannot follow so long are left out"},
          {"exits",
           "planned exits from go-live to the end of the contract that no triage within 21 "
           "days voided, each followed for the window; those that the run cannot follow "
           "so long are left out"},
          {"accrued", "what was earned under the contract, whenever it is paid"},
          {"to_end", "from go-live to the end of the run, discounted by month from go-live"},
          {"run", "the whole run, from the start of the history to its end"}};
}

std::string_view window_of(Quantity q) {
  switch (q) {
    case Q::starters_completed: return "starters";
    case Q::returned_6:
    case Q::returned_12: return "exits";
    case Q::spend:
    case Q::scheme_cost:
    case Q::surplus:
    case Q::provider_surplus: return "accrued";
    case Q::qalys:
    case Q::crime_cost:
    case Q::other_public_cost: return "to_end";
    case Q::clinical_events:
    case Q::own_clinical_events:
    case Q::people: return "run";
    default: return "contract";
  }
}

std::vector<AllowedValue> bases() {
  return {{"true", "what happened, without error, as no record could show it"},
          {"reported", "what the provider reports"},
          {"expected",
           "integrated hazard or rate: the number expected of what happened, with the "
           "same mean as the count and less variance"},
          {"accounts", "payments and costs"}};
}

std::string_view basis_of(Quantity q) {
  switch (q) {
    case Q::reported_all: return "reported";
    case Q::planned_exits_expected:
    case Q::unplanned_exits_expected:
    case Q::relapses_expected:
    case Q::deaths_expected:
    case Q::offences: return "expected";
    case Q::spend:
    case Q::scheme_cost:
    case Q::provider_cost:
    case Q::surplus:
    case Q::lowest_cash:
    case Q::provider_surplus:
    case Q::crime_cost:
    case Q::other_public_cost: return "accounts";
    default: return "true";
  }
}

std::string_view denominator(Quantity q) {
  switch (q) {
    case Q::years: return "years of the contract";
    case Q::new_journeys: return "journeys begun in the contract";
    case Q::starters: return "journeys begun in the contract that can be followed for 365 days";
    case Q::treated_in_year:
      return "people in treatment in a contract year, summed over the contract's years";
    case Q::reviews: return "12-weekly reviews done in the contract";
    case Q::accounts: return "providers";
    case Q::followed_6:
    case Q::followed_12:
      return "planned exits in the contract that no triage within 21 days voided and that can be "
             "followed for the window";
    default: break;
  }
  PBRSIM_EXPECT(false);
}

Field text_or_missing(std::string_view text) {
  if (text.empty()) return Missing{};
  return text;
}

}  // namespace

TableSchema measure_schema() {
  TableSchema s;
  s.name = "measures";
  s.title = "Measures";
  s.row = "One measure of summary and differences.";
  s.columns = {
      text("measure", "Measure."),
      text("label", "What it is called on the terminal.").empty_if("not shown there"),
      text("unit", "Unit of its value."),
      text("kind", "How it is made within each replication.")
          .one_of({{"total", "a sum over the people of the area"},
                   {"ratio",
                    "a sum divided by the denominator, both within the replication; "
                    "undefined where that is 0"}}),
      text("denominator", "What a ratio divides by.").empty_if("not a ratio"),
      text("window", "Which events and which time count.").one_of(windows()),
      text("basis", "What is summed.").one_of(bases()),
      text("difference_by",
           "Measure with the same mean whose paired difference varies less: better to read "
           "differences from.")
          .empty_if("the measure itself is the one to read"),
      text("description", "What it is."),
  };
  s.primary_key = {"measure"};
  s.foreign_keys = {{{"difference_by"}, "measures", {"measure"}}};
  return s;
}

void add_measure_rows(TableRows& rows) {
  for (const MeasureInfo& m : measures())
    rows.add(
        {m.name, text_or_missing(m.label), m.unit, std::string_view(m.ratio ? "ratio" : "total"),
         m.ratio ? Field(denominator(m.denominator)) : Field(Missing{}), window_of(m.numerator),
         basis_of(m.numerator), text_or_missing(m.difference_by), m.description});
}

}  // namespace pbrsim
