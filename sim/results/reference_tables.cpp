#include "results/reference_tables.hpp"

#include <algorithm>

namespace pbrsim {

namespace {

Field text_or_missing(std::string_view text) {
  if (text.empty()) return Missing{};
  return text;
}

Field if_positive(std::int64_t n) {
  if (n > 0) return n;
  return Missing{};
}

std::string groups_of(const Contract::Term& term) {
  if (std::ranges::all_of(term.group_factor, [](double f) { return f > 0; })) return "all";
  std::string list;
  for (const Group g : all_of<Group>())
    if (term.group_factor[g] > 0) list += (list.empty() ? "" : " ") + std::string(name_of(g));
  return list;
}

std::string pounds(Pence amount) {
  const std::string pence = std::to_string(amount % 100);
  return std::to_string(amount / 100) + "." + (pence.size() < 2 ? "0" : "") + pence;
}

std::string prices_of(const Contract::Term& term, const Contract& contract) {
  if (term.kind == TermKind::block || term.kind == TermKind::floor) return pounds(term.amount);
  std::string list;
  const auto add = [&](std::string_view name, Pence amount) {
    list += (list.empty() ? "" : " ") + std::string(name) + "=" + pounds(amount);
  };
  if (term.kind == TermKind::activity) {
    for (const Modality m : all_of<Modality>())
      add(name_of(m), term.price_per_week[m]);
  } else {
    for (std::size_t c = 0; c < term.price.size(); ++c)
      add(contract.clusters()[c], term.price[c]);
  }
  return list;
}

std::vector<AllowedValue> kind_values() {
  return values_of<TermKind>(
      {{"so much a year, paid in twelfths", "at each triage that begins a journey",
        "per client-week in treatment, by modality", "per quality measure met; see measure",
        "per outcome achieved; see measure", "tops the contract up to so much a contract year"}});
}

std::vector<AllowedValue> outcome_values() {
  return values_of<Measure>({{"no presenting substance in the 28 days before a review",
                              "no use of anything in the 28 days before a review",
                              "days of presenting use fell by the group's threshold",
                              "injected when the journey began, not at the review",
                              "housing problem when the journey began, none at the review",
                              "no work when the journey began, work at the review",
                              "wellbeing score in the normal range at the review",
                              "planned exit not undone by a return within 21 days",
                              "planned exit and no triage in the area within window_months",
                              "no offence proven within window_months of the start of the journey",
                              "proven offences of the contract year fewer than the baseline",
                              "triage soon enough after the referral",
                              "vaccination against hepatitis B offered", "interim review done"}});
}

std::vector<Column> term_columns() {
  return {
      design_column(),
      area_column(),
      text("payee",
           "Who is paid, by its name in the scenario; `(successor)` after it where the contract "
           "that "
           "follows is meant."),
      text("term", "Payment term, by its name in the payee's contract."),
      text("payee_kind", "What the payee is.")
          .one_of({{"provider", "provider of treatment"},
                   {"assessment_service", "independent assessment and referral service"}}),
      text("kind", "What is paid for.").one_of(kind_values()),
      text("funder", "Who pays.").one_of(funder_values()),
      text("groups", "Substance groups of the clients paid for, separated by blanks, or `all`."),
      text("measure", "Outcome or quality measure paid for.")
          .one_of(outcome_values())
          .empty_if("the kind has no measure"),
      whole_number(
          "window_months",
          "Length of the window in which a triage, or a proven offence, voids the outcome.")
          .in("calendar months")
          .at_least(1)
          .empty_if("the outcome has no such window"),
      text("prices",
           "Pounds per outcome, quality measure or journey by complexity cluster, `cluster=pounds` "
           "separated by blanks, before the factors of groups, phases and escalators; solved if "
           "the scenario gives shares of a budget. Pounds a year for a block or floor; pounds a "
           "week by modality for activity."),
      whole_number("up_to", "Most payments per journey.")
          .in("count")
          .at_least(1)
          .empty_if("paid every time"),
      whole_number("cap_pence", "Most that the term pays in a contract year, all clients together.")
          .in("GBP 0.01, nominal")
          .at_least(0)
          .empty_if("no cap"),
      whole_number("lag_months", "Months from the end of the month of accrual to payment.")
          .in("calendar months")
          .at_least(0),
      date("begins", "First day on which the term earns."),
      date(
          "ends",
          "First day on which it earns no more. Outcomes of exits and journeys before this day are "
          "settled, and stand in the ledger, when their windows close."),
  };
}

}  // namespace

TableSchema design_schema() {
  TableSchema s;
  s.name = "designs";
  s.title = "Designs";
  s.row = "One contract design that was simulated.";
  s.columns = {design_column(),
               text("label", "What people call it.").empty_if("the scenario gives it no label"),
               yes_or_no("baseline", "The design with which the others are compared.")};
  s.primary_key = {"design"};
  return s;
}

void add_design_row(TableRows& rows, std::string_view design, std::string_view label,
                    bool baseline) {
  rows.add({design, text_or_missing(label), baseline});
}

TableSchema area_schema() {
  TableSchema s;
  s.name = "areas";
  s.title = "Areas";
  s.row = "One area that was simulated, or all of them together.";
  s.columns = {
      text("area", "Area, by its id in the scenario; `total` stands for all of them."),
      text("name", "What people call it.").empty_if("the scenario gives it no name"),
      text("kind", "What the row is.")
          .one_of({{"area", "one area"}, {"total", "all areas of a replication together"}})};
  s.primary_key = {"area"};
  return s;
}

void add_area_rows(TableRows& rows, const std::vector<const AreaModel*>& areas) {
  for (const AreaModel* area : areas)
    rows.add(
        {std::string_view(area->id), text_or_missing(area->area.name), std::string_view("area")});
  rows.add({all_areas, std::string_view("All areas together"), std::string_view("total")});
}

TableSchema term_schema() {
  TableSchema s;
  s.name = "terms";
  s.title = "Payment terms";
  s.row =
      "One payment term of the contract of one payee in one area under one design. Prices by "
      "cluster stand in the scenario that manifest.json holds.";
  s.columns = term_columns();
  s.primary_key = {"design", "area", "payee", "term"};
  s.foreign_keys = {to_designs(), to_areas()};
  return s;
}

namespace {

/// A successor is what the payee before it was.
std::string_view kind_of_payee(std::size_t payee, const DesignModel& design,
                               const AreaModel& area) {
  std::size_t own = 0;
  while (std::ranges::find(design.contracts_of[own], payee) == design.contracts_of[own].end())
    ++own;
  return own < area.provider_names.size() ? "provider" : "assessment_service";
}

}  // namespace

void add_term_rows(TableRows& rows, const DesignModel& design, const AreaModel& area,
                   const Timeline& timeline) {
  for (std::size_t p = 0; p < design.contracts.size(); ++p) {
    const Contract& contract = design.contracts[p];
    const std::string_view payee_kind = kind_of_payee(p, design, area);
    for (const Contract::Term& t : contract.terms()) {
      const bool outcome = t.kind == TermKind::outcome || t.kind == TermKind::process;
      const bool window = outcome && has_window(t.measure);
      rows.add({std::string_view(design.id), std::string_view(area.id),
                std::string_view(design.payees[p]), std::string_view(t.name), payee_kind,
                name_of(t.kind), name_of(t.funder), groups_of(t),
                outcome ? Field(name_of(t.measure)) : Field(Missing{}),
                window ? if_positive(t.window_months) : Field(Missing{}), prices_of(t, contract),
                if_positive(t.up_to), t.cap >= 0 ? Field(t.cap) : Field(Missing{}),
                std::int64_t{t.lag_months}, timeline.date_of(t.begins), timeline.date_of(t.ends)});
    }
  }
}

}  // namespace pbrsim
