#include "cli/run_report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <set>

#include "analysis/pairing.hpp"
#include "analysis/report.hpp"

namespace pbrsim::cli {

namespace {

/// Whether providers change what they do because of the tariff, and in what.
std::string about_behaviour(const Plan& plan) {
  struct Switches {
    std::set<std::string> on;
    void operator()(const char* name, bool value, const FieldSpec&, const char*) {
      if (value) on.insert(name);
    }
  } switches;
  for (const AreaPlan& area : plan.areas)
    for (const DesignModel& design : area.designs)
      if (design.design.behaviour.responds()) Behaviour::fields(design.design.behaviour, switches);
  if (switches.on.empty())
    return "Providers keep their practice (behaviour is off): designs differ by assessment, "
           "verification and\ntransition, and by what is paid.\n";
  return fmt::format(
      "Providers change what they do where their contract is a new one (behaviour: {}).\n",
      fmt::join(switches.on, ", "));
}

}  // namespace

void print_failure(const FailedBlock& f, std::uint64_t seed) {
  std::cerr << fmt::format("block {} failed (area {}, {}replication {}, seed {}): {}\n", f.index,
                           f.area, f.draw > 0 ? fmt::format("draw {}, ", f.draw) : "",
                           f.replication, seed, f.message);
}

void print_interruption(int complete, int asked) {
  std::cerr << "interrupted: " << complete << " of " << asked
            << " replications are complete and count\n";
}

void print_report(const Collector& collector, const LoadedScenario& loaded, const Plan& plan) {
  std::vector<std::string> labels, areas;
  const Scenario& s = loaded.scenario;
  for (const std::string& name : plan.designs) {
    const std::string& label = s.by_area.at(s.areas.front()).designs.at(name).label;
    labels.push_back(label.empty() ? name : label);
  }
  for (const AreaPlan& area : plan.areas)
    areas.push_back(area.model.area.name.empty() ? area.model.id : area.model.area.name);
  if (!s.title.empty()) std::cout << s.title << '\n';
  std::cout << fmt::format(
      "Contract from {}, {} months, {} replication{}{}. Differences are paired: the same people "
      "with "
      "the same chance.\nThose of exits and deaths are of expected numbers, which vary less; they "
      "need not be those of the numbers beside them.\n",
      to_iso(s.run.go_live), s.contract_months(), collector.replications,
      collector.replications == 1 ? "" : "s",
      plan.draws > 0 ? fmt::format(" in {} draws of what is not known", plan.draws) : "");
  std::cout << about_behaviour(plan) << '\n';
  std::cout << report(collector.outcomes, plan.baseline, labels, areas)
            << pairing_report(collector.outcomes, plan.baseline) << std::flush;
}

void print_precision(const PrecisionTarget& target, const PrecisionReached& r,
                     const Outcomes& outcomes) {
  std::cout << "\n" << about(target, outcomes.design_names(), outcomes.area_names());
  if (std::isnan(r.half_width)) {
    std::cout << ": defined in too few " << units_of(target)
              << " to say how precisely it is known\n";
    return;
  }
  std::cout << fmt::format(": {:.4g} ± {:.3g} (95%) after {} {}; asked for: ± {:.4g}{}", r.mean,
                           r.half_width, r.n, units_of(target), target.half_width,
                           r.reached ? ", reached" : ", not reached");
  if (!r.reached && r.more > 0)
    std::cout << fmt::format("; it would take {:.0f} more (precision.at_most: {})", r.more,
                             target.at_most);
  std::cout << "\n" << std::flush;
}

void print_closing(const RunArguments& arguments, const Collector& collector, const Plan& plan,
                   const Manifest& manifest) {
  const int threads = manifest.ranks * manifest.threads;
  if (!arguments.quiet)
    std::cerr << fmt::format(
        "\n{:.0f} people, {:.3g} clinical events in {:.1f} s: {:.3g} events a second per core, {} "
        "thread{}{}, peak memory {:.0f} MiB{}\n",
        collector.people, collector.clinical_events, manifest.seconds,
        collector.clinical_events / manifest.seconds / threads, threads, threads == 1 ? "" : "s",
        manifest.ranks == 1 ? "" : fmt::format(" of {} ranks", manifest.ranks),
        static_cast<double>(manifest.peak_memory_kib) / 1024,
        manifest.ranks == 1 ? "" : " of rank 0");
  for (const FailedBlock& f : collector.failed)
    print_failure(f, plan.seed);
  if (manifest.interrupted)
    print_interruption(collector.replications, std::max(plan.draws, 1) * plan.replications);
}

}  // namespace pbrsim::cli
