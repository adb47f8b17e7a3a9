/// manifest.json: what made these files. It is written last: a folder without it is not complete.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "results/file.hpp"

namespace pbrsim {

struct FailedBlock {
  std::size_t index = 0;
  std::string area;
  std::uint32_t replication = 0;
  std::string message;
  std::uint32_t draw = 0;  // 0: there are none
};

struct Manifest {
  int format_version = 2;
  std::string program_version;
  std::string commit;
  std::string scenario_file;
  std::string resolved_scenario;  // complete YAML
  std::uint64_t seed = 0;
  std::vector<std::string> areas, designs;
  std::string baseline;
  int draws = 0;
  int replications_asked = 0;  // of each draw
  int replications_counted = 0;
  bool interrupted = false;
  std::vector<FailedBlock> failed;
  double people = 0, clinical_events = 0;
  std::string machine, compiler, c_library;
  std::string mpi;             // "none" in a program that is built without
  int ranks = 1, threads = 0;  // threads of each rank
  std::string started, finished;
  double seconds = 0;
  std::int64_t peak_memory_kib = 0;
  std::vector<FileInfo> files;
  int suppress = 0;  // counts below this are suppressed; 0: none are
  int round = 0;     // counts are rounded to the nearest of this; 0: none are
};

std::string to_json(const Manifest& manifest);

}  // namespace pbrsim
