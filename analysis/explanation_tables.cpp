#include "analysis/explanation_tables.hpp"

namespace pbrsim {

namespace {

constexpr const char* written_with = "by `pbrsim explain --out`";

Column provider_column() { return text("provider", "Provider, by its name in the scenario."); }

std::vector<Column> client_columns() {
  return {design_column(), area_column(), provider_column(),
          text("group", "Substance group.").one_of(group_values()),
          text("cluster", "Complexity cluster, by its name in the provider's contract.")};
}

std::string lever_column(ExplainedLever lever, const char* what) {
  return std::string(what) + "_" + std::string(name_of(lever));
}

const ByExplainedLever<const char*>& levers() {
  static const ByExplainedLever<const char*> words{
      {"effort on engagement", "effort on abstinence", "effort on reintegration",
       "effort on harm reduction", "discharge stance"}};
  return words;
}

std::vector<Field> client_key(const ProviderExplanation& e, const ExplainedClient& c) {
  return {std::string_view(e.design), std::string_view(e.area), std::string_view(e.provider),
          name_of(c.group), std::string_view(e.clusters[c.cluster])};
}

}  // namespace

TableSchema client_value_schema() {
  TableSchema s;
  s.name = "client_values";
  s.title = "What clients are worth";
  s.row =
      "A client of one group and complexity cluster as one provider sees a journey that begins at "
      "go-live; expected values from mean rates, or from what it has learnt (`--after-history`).";
  s.when = written_with;
  s.columns = client_columns();
  const char* pounds = "GBP, nominal, discounted to triage";
  const auto add = [&](Column column) { s.columns.push_back(std::move(column)); };
  add(number("journeys_a_year", "Journeys of such clients that the provider is believed to begin.")
          .in("journeys a year")
          .at_least(0));
  add(number("income", "Income that the journey brings; blocks and floors left out.").in(pounds));
  add(number("cash_cost", "Prescribing, tests and premises while the contract lasts.")
          .in(pounds)
          .at_least(0));
  add(number("keyworker_cost", "Keyworker time while the contract lasts.").in(pounds).at_least(0));
  add(number("margin", "Income less both costs.").in(pounds));
  add(number("income_per_hour", "Income less cash cost, by keyworker hour.").in("GBP per hour"));
  add(number("shadow_price", "What one more keyworker hour would bring the provider.")
          .in("GBP per hour")
          .at_least(0));
  add(number("stay", "Time in treatment, to the end of the journey.").in("weeks").at_least(0));
  add(number("abstinent", "Of it, abstinent from the presenting substance.")
          .in("weeks")
          .at_least(0));
  add(number("planned_exit", "Probability that the journey ends by planned exit.").within(0, 1));
  add(yes_or_no("worth_admitting", "Whether income per hour is above the shadow price."));
  add(yes_or_no("parked",
                "Whether no further effort on the client brings more than it costs, whatever the "
                "effort."));
  for (const ExplainedLever lever : all_of<ExplainedLever>()) {
    add(number(lever_column(lever, "income_by"),
               std::string("Income a journey that one more unit brings: ") + levers()[lever] + ".")
            .in("GBP per unit"));
    add(number(lever_column(lever, "cost_by"),
               std::string("Keyworker time and longer stays that one more unit costs: ") +
                   levers()[lever] + ".")
            .in("GBP per unit"));
  }
  s.primary_key = {"design", "area", "provider", "group", "cluster"};
  s.foreign_keys = {to_designs(), to_areas()};
  return s;
}

void add_client_value_rows(TableRows& rows, const ProviderExplanation& e) {
  for (const ExplainedClient& c : e.clients) {
    std::vector<Field> row = client_key(e, c);
    for (const double value :
         {c.journeys_a_year, c.income, c.cash_cost, c.keyworker_cost, c.margin(), c.per_hour(),
          e.shadow_price, c.stay_weeks, c.abstinent_weeks, c.planned_exits})
      row.emplace_back(value);
    row.emplace_back(e.worth_admitting(c));
    row.emplace_back(ProviderExplanation::parked(c));
    for (const ExplainedLever lever : all_of<ExplainedLever>()) {
      row.emplace_back(c.lever_income[lever]);
      row.emplace_back(c.lever_cost[lever]);
    }
    rows.add(row);
  }
}

TableSchema client_term_schema() {
  TableSchema s;
  s.name = "client_terms";
  s.title = "Where a client's income comes from";
  s.row = "What one payment term brings for a client of one group and complexity cluster.";
  s.when = written_with;
  s.columns = client_columns();
  s.columns.push_back(text("term", "Payment term, by its name in the provider's contract."));
  s.columns.push_back(
      number("income", "Expected income of a journey from the term, conditions included.")
          .in("GBP, nominal, discounted to triage"));
  s.primary_key = {"design", "area", "provider", "group", "cluster", "term"};
  s.foreign_keys = {to_designs(), to_areas()};
  return s;
}

void add_client_term_rows(TableRows& rows, const ProviderExplanation& e) {
  for (const ExplainedClient& c : e.clients)
    for (std::size_t t = 0; t < c.by_term.size(); ++t) {
      std::vector<Field> row = client_key(e, c);
      row.emplace_back(std::string_view(e.terms[t]));
      row.emplace_back(c.by_term[t]);
      rows.add(row);
    }
}

TableSchema provider_cash_schema() {
  TableSchema s;
  s.name = "provider_cash";
  s.title = "Cash of the contract";
  s.row = "One month of the contract of one provider, with a steady number of clients.";
  s.when = written_with;
  s.columns = {design_column(),
               area_column(),
               provider_column(),
               date("month", "First day of the month."),
               number("income", "Paid in the month under the contract.").in("GBP, nominal"),
               number("cost", "Staff, fixed and cash costs of the month.").in("GBP").at_least(0),
               number("balance", "Income less costs since go-live, from no reserves.").in("GBP")};
  s.primary_key = {"design", "area", "provider", "month"};
  s.foreign_keys = {to_designs(), to_areas()};
  return s;
}

void add_provider_cash_rows(TableRows& rows, const ProviderExplanation& e, Date go_live) {
  for (std::size_t m = 0; m < e.cash.size(); ++m)
    rows.add({std::string_view(e.design), std::string_view(e.area), std::string_view(e.provider),
              add_months(go_live, static_cast<int>(m)), e.cash[m].income, e.cash[m].cost,
              e.cash[m].balance});
}

TableSchema chosen_practice_schema() {
  TableSchema s;
  s.name = "chosen_practice";
  s.title = "The practice that providers are heading for";
  s.row =
      "A lever that one provider may move, for one complexity cluster or for all clients, after "
      "its "
      "first look at the contract at go-live.";
  s.when = "by `pbrsim explain --after-history --out`";
  std::vector<AllowedValue> names;
  for (const Lever lever : all_of<Lever>())
    names.push_back({std::string(name_of(lever)), ""});
  s.columns = {
      design_column(),
      area_column(),
      provider_column(),
      text("lever", "What the provider can do more or less of.").one_of(std::move(names)),
      text("cluster",
           "Complexity cluster, by its name in the provider's contract; `all` for a lever "
           "that all clients share."),
      number("begins", "Where the lever stands: effort (1 is legacy effort) or stance.")
          .in("units of the lever"),
      number("target",
             "Where it would stand once the provider has fully adjusted; what "
             "`providers.csv` has as the target of the quarter of go-live.")
          .in("units of the lever"),
      number("change",
             "What that changes: the log hazard of the lever's own process, or the stance.")
          .in("log hazard, or units of the lever"),
      number("starts_at",
             "How many times its prices the contract would have to pay for the lever to "
             "change that by 0.05, the others adjusting too; 0.03125 stands for that or "
             "less.")
          .in("times its prices")
          .at_least(0)
          .empty_if("it does not at 64 times"),
      number("distant",
             "Where it would stand at another optimum that is worth more but too far away "
             "for the provider to find in small steps; the target if there is none.")
          .in("units of the lever"),
      number("distant_gain", "What that optimum is worth more than the target.")
          .in("GBP a week")
          .at_least(0),
      number("cash_worth",
             "Where the provider would go further but cannot finance it until it is paid: what a "
             "pound that comes in time counts besides itself; else 0.")
          .in("GBP per GBP")
          .at_least(0)};
  s.primary_key = {"design", "area", "provider", "lever", "cluster"};
  s.foreign_keys = {to_designs(), to_areas()};
  return s;
}

void add_chosen_practice_rows(TableRows& rows, const ProviderExplanation& e) {
  if (!e.chosen) return;
  for (const ChosenLever& l : e.chosen->levers)
    rows.add({std::string_view(e.design), std::string_view(e.area), std::string_view(e.provider),
              name_of(l.lever),
              l.cluster.empty() ? std::string_view("all") : std::string_view(l.cluster), l.begins,
              l.target, l.change, l.starts_at < 0 ? Field(Missing{}) : Field(l.starts_at),
              l.distant, e.chosen->distant_gain, e.chosen->cash_worth});
}

std::vector<TableSchema> explanation_tables() {
  return {client_value_schema(), client_term_schema(), provider_cash_schema(),
          chosen_practice_schema()};
}

}  // namespace pbrsim
