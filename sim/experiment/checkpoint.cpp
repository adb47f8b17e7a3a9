#include "experiment/checkpoint.hpp"

#include "experiment/archive.hpp"
#include "scenario/difference.hpp"

namespace pbrsim {

// Names every member: one that is added and not written does not compile.
template <class Archive>
void serialize(Archive& archive, RunIdentity& identity) {
  auto& [version, commit, c_library, file, scenario, by, tables, suppress, round, gzip, shard] =
      identity;
  archive(version, commit, c_library, file, scenario, by, tables, suppress, round, gzip, shard);
}

namespace {

using Key = std::array<std::uint32_t, 3>;

Key key_of(const BlockNumber& n) {
  return {n.draw, n.replication, static_cast<std::uint32_t>(n.area)};
}

BlockResult block_from_record(const BlockNumber& number, std::string_view body) {
  Key key{};
  BlockResult result{number, "", {}};
  read_from(body, key, result.designs, result.totals);
  PBRSIM_ENSURE(key == key_of(number));
  return result;
}

std::string words(const std::vector<std::string>& list) {
  std::string text;
  for (const std::string& word : list)
    text += (text.empty() ? "" : ",") + word;
  return text.empty() ? "none" : text;
}

std::string number_or_none(int n) { return n == 0 ? "none" : std::to_string(n); }

/// What the scenarios differ in, besides the number of replications.
void compare_scenarios(const std::string& then, const std::string& now,
                       std::vector<std::string>& changed) {
  if (then == now) return;
  for (const ScenarioDifference& d :
       differences(load_scenario_text(then, "the scenario of the checkpoint"),
                   load_scenario_text(now, "the scenario")))
    if (d.path != "run.replications")
      changed.push_back((d.path == "run.seed" ? "the seed (run.seed)" : "scenario, " + d.path) +
                        ": " + (d.a.empty() ? "absent" : d.a) + ", now " +
                        (d.b.empty() ? "absent" : d.b));
}

}  // namespace

std::vector<std::string> what_changed(const RunIdentity& then, const RunIdentity& now) {
  std::vector<std::string> changed;
  const auto compare = [&](const char* what, const std::string& a, const std::string& b) {
    if (a != b) changed.push_back(std::string(what) + ": " + a + ", now " + b);
  };
  compare("the program's version", then.version, now.version);
  compare("the program's commit", then.commit, now.commit);
  compare("the C library", then.c_library, now.c_library);
  compare("--by", words(then.by), words(now.by));
  compare("tables", words(then.tables), words(now.tables));
  compare("--suppress", number_or_none(then.suppress), number_or_none(now.suppress));
  compare("--round", number_or_none(then.round), number_or_none(now.round));
  compare("--shard", to_string(then.shard), to_string(now.shard));
  // A text of another version need not be one that this program can read.
  if (then.version == now.version && then.commit == now.commit)
    compare_scenarios(then.scenario, now.scenario, changed);
  return changed;
}

Checkpoint::Checkpoint(const std::filesystem::path& path, const RunIdentity& identity)
    : identity_(identity), begun_(true), file_(path, written(identity)) {}

Checkpoint::Checkpoint(const std::filesystem::path& path) : file_(path, reader()) {}

Checkpoint::Checkpoint(const std::filesystem::path& path, ReadOnly)
    : file_(path, reader(), RecordFile::ReadOnly{}) {}

RecordFile::Each Checkpoint::reader() {
  return [this](RecordFile::Place place, std::string_view body) {
    if (!begun_) return begun_ = true, read_from(body, identity_);
    Key key{};
    read_from(body, key);
    places_[key] = place;
  };
}

std::optional<KeptBlock> Checkpoint::find(const BlockNumber& number) const {
  const auto found = places_.find(key_of(number));
  if (found == places_.end()) return std::nullopt;
  return KeptBlock{path().string(), found->second};
}

BlockResult Checkpoint::load(const BlockNumber& number) const {
  return block_from_record(number, file_.read(places_.at(key_of(number))));
}

void Checkpoint::save(const BlockResult& result) {
  if (!result.failure.empty()) return;
  file_.append(written(key_of(result.number), result.designs, result.totals));
  ++added_;
}

BlockResult KeptBlocks::load(const BlockNumber& number, const KeptBlock& kept) {
  return block_from_record(number, file(kept.file).read(kept.place));
}

const RecordFile& KeptBlocks::file(const std::string& path) {
  const std::lock_guard lock(mutex_);
  std::unique_ptr<RecordFile>& file = files_[path];
  if (!file) file = std::make_unique<RecordFile>(path, RecordFile::Unchecked{});
  return *file;
}

}  // namespace pbrsim
