#include "experiment/crew.hpp"

#include <unistd.h>

#include <cereal/types/map.hpp>

#include "experiment/archive.hpp"
#include "results/packing.hpp"

namespace pbrsim {

template <class Archive>
void serialize(Archive& archive, BlockNumber& number) {
  auto& [index, area, replication, draw] = number;
  archive(index, area, replication, draw);
}

template <class Archive>
void serialize(Archive& archive, BlockResult& result) {
  auto& [number, failure, designs, totals, level] = result;
  archive(number, failure, designs, totals, level);
}

template <class Archive>
void serialize(Archive& archive, KeptBlock& kept) {
  auto& [file, place] = kept;
  archive(file, place);
}

template <class Archive>
void serialize(Archive& archive, Bundle& bundle) {
  auto& [blocks, kept] = bundle;
  archive(blocks, kept);
}

namespace {

constexpr std::chrono::milliseconds patience(100);

std::string host_name() {
  char name[256] = {};
  return ::gethostname(name, sizeof name - 1) == 0 ? name : "unknown";
}

}  // namespace

std::string to_bytes(const Bundle& bundle) { return written(bundle); }

Bundle bundle_from(std::string_view work) {
  Bundle bundle;
  read_from(work, bundle);
  return bundle;
}

std::string to_bytes(const std::vector<BlockResult>& results) {
  const std::string bytes = written(results);
  return written(std::uint64_t{bytes.size()}, packed(bytes));
}

std::vector<BlockResult> results_from(const std::string& bytes) {
  std::uint64_t length = 0;
  std::string body;
  read_from(bytes, length, body);
  std::vector<BlockResult> results;
  read_from(unpacked(body, length), results);
  return results;
}

Crew::Crew(Comm comm) : comm_(std::move(comm)), present_(comm_.size() - 1) {
  PBRSIM_EXPECT(comm_.rank() == 0);
}

Crew::~Crew() {
  try {
    dismiss();
  } catch (const std::exception&) {
    // They end with the process.
  }
}

void Crew::give(const Bundle& bundle) {
  comm_.send(asking_.front(), MessageKind::work, to_bytes(bundle));
  asking_.pop_front();
}

std::optional<std::string> Crew::result(std::chrono::milliseconds at_most) {
  std::optional<Message> message = comm_.receive(at_most);
  if (!message) return std::nullopt;
  if (message->kind == MessageKind::result) return std::move(message->body);
  if (message->kind == MessageKind::ask) asking_.push_back(message->from);
  if (message->kind == MessageKind::bye || message->kind == MessageKind::fault) --present_;
  if (message->kind == MessageKind::fault)
    throw UserError("rank " + std::to_string(message->from) + " cannot go on: " + message->body,
                    ExitCode::fault);
  return std::nullopt;
}

void Crew::dismiss() {
  for (int rank = 1; rank < comm_.size(); ++rank)
    comm_.send(rank, MessageKind::end);
  while (present_ > 0) {
    const std::optional<Message> message = comm_.receive(patience);
    if (!message) continue;
    present_ -= message->kind == MessageKind::bye || message->kind == MessageKind::fault;
  }
}

void give_up(const Comm& comm, const std::string& why) {
  comm.send(0, MessageKind::fault, why + " (on " + host_name() + ")");
}

}  // namespace pbrsim
