// One person's history under one design, or under two side by side.
#include <algorithm>
#include <iostream>
#include <memory>
#include <set>

#include <fmt/format.h>

#include "analysis/trace.hpp"
#include "cli/begin_manifest.hpp"
#include "cli/collector.hpp"
#include "cli/commands.hpp"
#include "cli/machine.hpp"
#include "scenario/report.hpp"

namespace pbrsim::cli {

namespace {

std::size_t position(const char* option, const std::string& name,
                     const std::vector<std::string>& all) {
  const auto found = std::find(all.begin(), all.end(), name);
  if (found != all.end()) return static_cast<std::size_t>(found - all.begin());
  throw UserError(fmt::format("{} {}: the scenario has none of that name{}", option, name,
                              yaml::suggest(name, {all.begin(), all.end()}, "it has")));
}

/// Some numbers of people who were there, near the one asked for.
[[noreturn]] void refuse_person(std::uint32_t person, const History& history) {
  std::set<std::uint32_t> people;
  for (const ClinicalEvent& e : history.events)
    people.insert(e.person);
  std::string text = fmt::format("--person {}: nothing happens to anybody of that number", person);
  if (people.empty()) throw UserError(text + ", nor to anybody else");
  auto near = people.lower_bound(person);
  for (int back = 0; back < 2 && near != people.begin(); ++back)
    --near;
  text += "; numbers near it are";
  for (int i = 0; i < 4 && near != people.end(); ++i, ++near)
    text += fmt::format("{} {}", i == 0 ? "" : ",", *near);
  throw UserError(text + " (people.csv and episodes.csv have all)");
}

struct Followed {
  std::size_t design;
  History history;
  Trace trace;
};

std::vector<Followed> follow(const Plan& plan, const TraceArguments& arguments,
                             const std::vector<std::size_t>& which) {
  const AreaPlan& area = plan.areas.front();
  CellOptions keep;
  keep.keep_events = keep.keep_reviews = true;
  std::vector<Followed> result;
  run_block(area.model, area.legacy, area.designs, which, plan.schedule, area.pool,
            {plan.seed, 0, arguments.replication, area_key(area.model.id)}, keep,
            [&](History&& history) {
              const std::size_t d = which[result.size()];
              Trace trace = trace_of(history, arguments.person, area.model, area.designs[d]);
              if (trace.empty()) refuse_person(arguments.person, history);
              result.push_back({d, std::move(history), std::move(trace)});
            });
  return result;
}

void print(const Trace& trace, std::size_t from, std::size_t to, const Timeline& timeline) {
  for (std::size_t i = from; i < to; ++i)
    std::cout << line_of(trace[i], timeline) << '\n';
}

void print_both(const Plan& plan, const Followed& a, const Followed& b, const Parting& parting) {
  const Timeline& timeline = plan.schedule.timeline;
  const std::string &first = plan.designs[a.design], &second = plan.designs[b.design];
  print(a.trace, 0, parting.at, timeline);
  if (!parting.parts) {
    std::cout << "\nThe same under " << first << " and " << second << '\n';
    return;
  }
  std::cout << "\nUnder " << first << " and " << second << " the person's ways part on "
            << to_iso(timeline.date_of(parting.day)) << ". " << parting.why
            << " (Of two numbers the first is under " << first << ".)\n";
  for (const Followed* f : {&a, &b}) {
    std::cout << "\nFrom then on under " << plan.designs[f->design] << ":\n";
    print(f->trace, parting.at, f->trace.size(), timeline);
    if (parting.at == f->trace.size()) std::cout << "nothing more\n";
  }
}

void write_table(const std::vector<Followed>& all, const Plan& plan, const LoadedScenario& loaded,
                 const TraceArguments& arguments) {
  ResultTables tables(arguments.out, arguments.force, false);
  TableWriter& table = tables.open(trace_schema());
  TableRows rows(table.schema());
  const AreaPlan& area = plan.areas.front();
  for (const Followed& f : all)
    add_trace_rows(rows, f.trace, area.designs[f.design], area.model, arguments.replication,
                   arguments.person, plan.schedule.timeline);
  table.rows(rows);
  write_reference_tables(tables, plan);
  Manifest manifest = begin_manifest(arguments.scenario, loaded, plan, 1);
  manifest.files = tables.finish(begin_package(loaded.scenario, arguments.scenario.file,
                                               "What happened to one simulated person."));
  manifest.finished = utc_now();
  tables.publish(to_json(manifest));
}

}  // namespace

ExitCode trace(const TraceArguments& arguments) {
  const LoadedScenario loaded = load(arguments.scenario);
  Plan plan = make_plan(loaded.scenario);
  plan.draws = 0;  // what is not known stays at its mean
  const std::size_t area = position("--area", arguments.area, area_ids(plan));
  std::vector<std::size_t> which{position("--design", arguments.design, plan.designs)};
  if (!arguments.against.empty())
    which.push_back(position("--against", arguments.against, plan.designs));
  if (which.front() == which.back() && which.size() > 1)
    throw UserError("--against " + arguments.against + ": is the design itself");
  AreaPlan only = std::move(plan.areas[area]);
  plan.areas.clear();
  plan.areas.push_back(std::move(only));
  fill_pools(plan, thread_count(arguments.scenario));
  const std::vector<Followed> all = follow(plan, arguments, which);
  std::cout << fmt::format("Person {} of {}, replication {}\n", arguments.person, arguments.area,
                           arguments.replication);
  const AreaPlan& at = plan.areas.front();
  if (all.size() == 1)
    print(all[0].trace, 0, all[0].trace.size(), plan.schedule.timeline);
  else
    print_both(plan, all[0], all[1],
               parting_of(all[0].trace, all[0].history, at.designs[all[0].design], all[1].trace,
                          all[1].history, at.designs[all[1].design], at.model, plan.schedule));
  if (!arguments.out.empty()) write_table(all, plan, loaded, arguments);
  return ExitCode::done;
}

}  // namespace pbrsim::cli
