#include <algorithm>
#include <cmath>
#include <iostream>
#include <memory>

#include <fmt/format.h>

#include "analysis/explanation_tables.hpp"
#include "area/budget.hpp"
#include "area/learnt.hpp"
#include "cli/begin_manifest.hpp"
#include "cli/commands.hpp"
#include "cli/machine.hpp"
#include "cli/result_tables.hpp"
#include "experiment/plan.hpp"
#include "results/manifest.hpp"
#include "results/reference_tables.hpp"
#include "scenario/report.hpp"

namespace pbrsim::cli {

namespace {

/// "2,345", or "-2,345".
std::string pounds(double amount) {
  std::string digits = fmt::format("{:.0f}", std::abs(amount));
  for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), ",");
  return (amount <= -0.5 ? "-" : "") + digits;
}

std::string who(const ProviderExplanation& e, const ExplainedClient& c) {
  std::string name(name_of(c.group));
  if (e.clusters.size() > 1) name += ", " + e.clusters[c.cluster];
  return name;
}

void print_head(const ProviderExplanation& e) {
  std::cout << fmt::format("\n{} / {} / {}\n", e.area, e.design, e.provider);
  std::cout << fmt::format(
      "  Whatever it does the provider gets {} pounds a year; that is in nobody's worth below.\n",
      pounds(e.unconditional));
  std::cout << fmt::format(
      "  It has room for {:.0f} clients at a time; about {:.0f} are believed to come. One more "
      "keyworker "
      "hour would bring {:.2f} pounds.\n",
      e.places, e.wanted, e.shadow_price);
  const bool any =
      std::ranges::any_of(e.margins, [](const TermMargin& m) { return m.expected > 0; });
  const bool none_pays_more = std::ranges::all_of(
      e.margins, [](const TermMargin& m) { return m.per_income == 1 || m.per_income < 0.05; });
  const bool capped = std::ranges::any_of(
      e.margins, [](const TermMargin& m) { return m.expected > 0 && m.per_income < 0.05; });
  if (any && capped && none_pays_more)
    std::cout
        << "  It expects to reach the contract's cap, so that one more outcome brings next to "
           "nothing.\n  The volume behind this is rough (see sim/MODEL.md); with no cap, or a "
           "higher one, see what outcomes are worth.\n";
}

/// What the figures below leave out of the contract.
void print_left_out(const ProviderExplanation& e) {
  for (const std::string& term : e.for_stock)
    std::cout << fmt::format(
        "  {} is paid only for journeys that began before the contract, so that none of those "
        "below "
        "can earn it;\n  its income is shown as 0.\n",
        term);
  for (const std::string& term : e.for_new)
    std::cout << fmt::format(
        "  {} is paid only for journeys that begin under the contract, as those below do: clients "
        "on "
        "the books at go-live bring\n  nothing under it, so that its first months bring less than "
        "the cash below says.\n",
        term);
  for (const std::string& term : e.ratchets)
    std::cout << fmt::format(
        "  The threshold of {} is taken as it is in the first year, without its "
        "ratchet.\n",
        term);
}

void print_clients(const ProviderExplanation& e) {
  std::cout << "\n  A client's journey, begun at go-live (pounds, discounted):\n"
            << fmt::format("  {:<34}{:>9}{:>9}{:>9}{:>9}{:>8}{:>9}  {}\n", "", "income", "cash",
                           "staff", "margin", "weeks", "per hour", "the provider would");
  for (const ExplainedClient& c : e.clients)
    std::cout << fmt::format("  {:<34}{:>9}{:>9}{:>9}{:>9}{:>8.0f}{:>9.2f}  {}\n", who(e, c),
                             pounds(c.income), pounds(c.cash_cost), pounds(c.keyworker_cost),
                             pounds(c.margin()), c.stay_weeks, c.per_hour(),
                             !e.pays_for_clients() ? "-"
                             : e.worth_admitting(c)
                                 ? ProviderExplanation::parked(c) ? "admit and park" : "admit"
                             : ProviderExplanation::parked(c) ? "avoid, or park"
                                                              : "avoid");
}

void print_terms(const ProviderExplanation& e) {
  std::cout << "\n  Where the income comes from (pounds a journey):\n";
  for (const ExplainedClient& c : e.clients) {
    std::string line;
    for (std::size_t t = 0; t < e.terms.size(); ++t)
      if (std::abs(c.by_term[t]) >= 0.5)
        line += (line.empty() ? "" : ", ") + e.terms[t] + " " + pounds(c.by_term[t]);
    std::cout << fmt::format("  {:<34}{}\n", who(e, c), line.empty() ? "nothing" : line);
  }
}

void print_levers(const ProviderExplanation& e) {
  std::cout << "\n  What one more unit of each lever brings / costs (pounds a journey):\n"
            << fmt::format("  {:<34}", "");
  for (const ExplainedLever lever : all_of<ExplainedLever>())
    std::cout << fmt::format("{:>17}", name_of(lever));
  std::cout << '\n';
  for (const ExplainedClient& c : e.clients) {
    std::cout << fmt::format("  {:<34}", who(e, c));
    for (const ExplainedLever lever : all_of<ExplainedLever>())
      std::cout << fmt::format("{:>17}",
                               pounds(c.lever_income[lever]) + " / " + pounds(c.lever_cost[lever]));
    std::cout << '\n';
  }
}

/// "from 0.5 times", or "not even at 64 times".
std::string starts_at(const ChosenLever& lever) {
  if (lever.starts_at < 0) return fmt::format("not even at {:.0f} times", most_stakes);
  if (lever.starts_at <= least_stakes) return fmt::format("below {:.2f} times", least_stakes);
  return fmt::format("from {:.2f} times", lever.starts_at);
}

void print_choice(const ProviderExplanation& e) {
  if (!e.chosen) return;
  const ChosenPractice& chosen = *e.chosen;
  std::cout << "\n  The practice it is heading for, after its first look at the contract, and what "
               "prices, as multiples of\n  the contract's, make a lever start to move (by 5% of "
               "what it acts on):\n";
  std::cout << fmt::format("  {:<18}{:<14}{:>8}{:>8}   {}\n", "lever", "clients", "now", "target",
                           "starts to move");
  for (const ChosenLever& lever : chosen.levers) {
    std::cout << fmt::format("  {:<18}{:<14}{:>8.2f}{:>8.2f}   {}", name_of(lever.lever),
                             lever.cluster.empty() ? "all" : lever.cluster, lever.begins,
                             lever.target, starts_at(lever));
    if (chosen.distant_gain > 0) std::cout << fmt::format("; far off: {:.2f}", lever.distant);
    std::cout << '\n';
  }
  if (chosen.cash_worth > 0)
    std::cout << fmt::format(
        "  It would go further and cannot finance it until it is paid: a pound that comes in time "
        "counts {:.2f} pounds\n  besides itself to it.\n",
        chosen.cash_worth);
  if (chosen.distant_gain > 0)
    std::cout << fmt::format(
        "  The practice marked \"far off\" would be worth {} pounds a week more to it, but it "
        "changes in small steps\n  and does not get there.\n",
        pounds(chosen.distant_gain));
}

void print_cash(const ProviderExplanation& e) {
  if (e.cash.empty()) return;
  double income = 0, cost = 0;
  for (const CashMonth& m : e.cash) {
    income += m.income;
    cost += m.cost;
  }
  std::cout << fmt::format(
      "\n  Cash over the contract's {} months: {} in, {} out (about {} a month).", e.cash.size(),
      pounds(income), pounds(cost), pounds(e.cash.front().cost));
  if (e.runway < 0)
    std::cout << " In no month does the income cover the costs";
  else
    std::cout << fmt::format(" Month {} is the first whose income covers its costs", e.runway);
  std::cout << fmt::format("; the deepest gap is {} pounds.\n", pounds(-e.lowest_balance));
}

void print(const ProviderExplanation& e) {
  print_head(e);
  print_left_out(e);
  if (e.clients.empty()) {
    std::cout << "  No clients are expected.\n";
    return;
  }
  if (!e.pays_for_clients())
    std::cout << "  Nothing that it is paid depends on clients: the contract gives it no reason to "
                 "prefer one to\n  another or to do more for anybody. What they cost:\n";
  print_clients(e);
  if (e.pays_for_clients()) {
    print_terms(e);
    print_levers(e);
  }
  print_choice(e);
  print_cash(e);
}

std::string_view beliefs_shown(bool after_history) {
  if (after_history)
    return "as they have learnt by go-live in one simulated history (replication\n0): rates from "
           "their own records where the design has behaviour.learning, else mean rates; clients as "
           "offered in the\nlast two years. Where the design lets a provider choose its practice, "
           "what it is heading for stands with it.";
  return "from mean rates: nobody is simulated but to set prices from budgets,\nand what providers "
         "do about it is not in it (`run` has that). `--after-history` shows what they have learnt "
         "by go-live.";
}

void print_preface(const Plan& plan, bool after_history) {
  const auto days = plan.schedule.contract_end - plan.schedule.go_live;
  std::cout << fmt::format(
      "What contracts make clients worth to providers, {}\n"
      "Contract from {} for {:.0f} months. Money that comes later counts less: {:.1f}% a year "
      "(3.5% "
      "and what the contract's end adds).\n"
      "A provider would admit whose income by keyworker hour, cash costs taken off, is above what "
      "the hour brings elsewhere;\n"
      "it would park whom no further effort pays for. Costs: cash = prescribing, tests, premises; "
      "staff = keyworker time.\n",
      beliefs_shown(after_history), to_iso(plan.schedule.timeline.date_of(plan.schedule.go_live)),
      days / days_per_month, 100 * (0.035 + days_per_year / days));
}

/// The id, or a mistake that lists what there is.
void check_name(const char* option, const std::string& name, const std::vector<std::string>& all) {
  if (name.empty() || std::ranges::find(all, name) != all.end()) return;
  throw UserError(fmt::format("{} {}: the scenario has none of that name{}", option, name,
                              yaml::suggest(name, {all.begin(), all.end()}, "it has")));
}

bool sets_prices(const Plan& plan) {
  for (const AreaPlan& area : plan.areas)
    for (const DesignModel& design : area.designs)
      if (has_shares(design.design.contracts)) return true;
  return false;
}

template <class Add>
void write(ResultTables& tables, const TableSchema& schema, Add add) {
  TableRows rows(schema);
  add(rows);
  tables.open(schema).rows(rows);
}

void write_tables(ResultTables& tables, const std::vector<ProviderExplanation>& all,
                  const Plan& plan, const Scenario& scenario, bool after_history,
                  Manifest manifest) {
  const Date go_live = plan.schedule.timeline.date_of(plan.schedule.go_live);
  write(tables, client_value_schema(), [&](TableRows& rows) {
    for (const ProviderExplanation& e : all)
      add_client_value_rows(rows, e);
  });
  write(tables, client_term_schema(), [&](TableRows& rows) {
    for (const ProviderExplanation& e : all)
      add_client_term_rows(rows, e);
  });
  write(tables, provider_cash_schema(), [&](TableRows& rows) {
    for (const ProviderExplanation& e : all)
      add_provider_cash_rows(rows, e, go_live);
  });
  write(tables, chosen_practice_schema(), [&](TableRows& rows) {
    for (const ProviderExplanation& e : all)
      add_chosen_practice_rows(rows, e);
  });
  write(tables, design_schema(), [&](TableRows& rows) {
    for (std::size_t i = 0; i < plan.designs.size(); ++i)
      add_design_row(rows, plan.designs[i],
                     scenario.by_area.at(scenario.areas.front()).designs.at(plan.designs[i]).label,
                     i == plan.baseline);
  });
  write(tables, area_schema(), [&](TableRows& rows) {
    std::vector<const AreaModel*> areas;
    for (const AreaPlan& area : plan.areas)
      areas.push_back(&area.model);
    add_area_rows(rows, areas);
  });
  manifest.files = tables.finish(begin_package(
      scenario, manifest.scenario_file,
      std::string("What contracts make clients worth to providers, ") +
          (after_history
               ? "as they have learnt by go-live in one simulated history (replication 0)."
               : "from mean rates.")));
  manifest.finished = utc_now();
  tables.publish(to_json(manifest));
}

/// By design, then provider; nothing where nobody's beliefs are learnt.
std::vector<std::vector<AtGoLive>> learnt(const AreaPlan& area, const Plan& plan,
                                          bool after_history) {
  if (!after_history) return {};
  return at_go_live(area.model, area.legacy, area.designs, plan.schedule, area.pool,
                    {plan.seed, 0, 0, area_key(area.model.id)});
}

}  // namespace

ExitCode explain(const ExplainArguments& arguments) {
  const LoadedScenario loaded = load(arguments.scenario);
  Plan plan = make_plan(loaded.scenario);
  plan.draws = 0;  // what is not known stays at its mean
  check_name("--area", arguments.area, area_ids(plan));
  check_name("--design", arguments.design, plan.designs);
  std::erase_if(plan.areas, [&](const AreaPlan& area) {
    return !arguments.area.empty() && area.model.id != arguments.area;
  });
  std::unique_ptr<ResultTables> tables;
  if (!arguments.out.empty())
    tables = std::make_unique<ResultTables>(arguments.out, arguments.force, false);
  const Manifest manifest = begin_manifest(arguments.scenario, loaded, plan, 1);
  if (arguments.after_history) {
    std::cerr << "Simulating the areas' past\n";
    fill_pools(plan, thread_count(arguments.scenario));
  } else if (sets_prices(plan)) {
    std::cerr << "Solving the prices that are set from budgets; this simulates the areas' past\n";
    fill_pools(plan, thread_count(arguments.scenario));
  }
  print_preface(plan, arguments.after_history);
  std::vector<ProviderExplanation> all;
  for (const AreaPlan& area : plan.areas) {
    const auto views = learnt(area, plan, arguments.after_history);
    for (std::size_t d = 0; d < area.designs.size(); ++d) {
      const DesignModel& design = area.designs[d];
      if (!arguments.design.empty() && design.id != arguments.design) continue;
      for (std::size_t i = 0; i < area.model.providers.size(); ++i) {
        const AtGoLive* view = views.empty() ? nullptr : &views[d][i];
        all.push_back(explain_provider(area.model, design, plan.schedule, i,
                                       view != nullptr ? &view->prospect : nullptr));
        if (view != nullptr && view->weighed)
          all.back().chosen = explain_choice(*view->weighed, view->target);
        print(all.back());
      }
    }
  }
  if (tables) write_tables(*tables, all, plan, loaded.scenario, arguments.after_history, manifest);
  return ExitCode::done;
}

}  // namespace pbrsim::cli
