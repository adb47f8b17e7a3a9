#include "results/manifest.hpp"

#include <nlohmann/json.hpp>

namespace pbrsim {

std::string to_json(const Manifest& m) {
  nlohmann::ordered_json failed = nlohmann::ordered_json::array();
  for (const FailedBlock& f : m.failed)
    failed.push_back({{"block", f.index},
                      {"area", f.area},
                      {"draw", f.draw},
                      {"replication", f.replication},
                      {"message", f.message}});
  nlohmann::ordered_json files = nlohmann::ordered_json::array();
  for (const FileInfo& f : m.files)
    files.push_back({{"name", f.name}, {"bytes", f.bytes}, {"sha256", f.sha256}});
  nlohmann::ordered_json json{
      {"format_version", m.format_version},
      {"program", {{"name", "pbrsim"}, {"version", m.program_version}, {"commit", m.commit}}},
      {"scenario",
       {{"file", m.scenario_file},
        {"sha256", sha256(m.resolved_scenario)},
        {"resolved", m.resolved_scenario}}},
      {"seed", m.seed},
      {"areas", m.areas},
      {"designs", m.designs},
      {"baseline", m.baseline},
      {"draws", m.draws},
      {"replications", {{"asked", m.replications_asked}, {"counted", m.replications_counted}}},
      {"interrupted", m.interrupted},
      {"failed_blocks", failed},
      {"counts", {{"people", m.people}, {"clinical_events", m.clinical_events}}},
      {"disclosure", {{"suppressed_below", m.suppress}, {"rounded_to", m.round}}},
      {"files", files},
      {"machine",
       {{"processor", m.machine},
        {"compiler", m.compiler},
        {"c_library", m.c_library},
        {"mpi", m.mpi},
        {"ranks", m.ranks},
        {"threads", m.threads}}},
      {"times",
       {{"started", m.started},
        {"finished", m.finished},
        {"seconds", m.seconds},
        {"peak_memory_kib", m.peak_memory_kib}}},
  };
  return json.dump(2) + "\n";
}

}  // namespace pbrsim
