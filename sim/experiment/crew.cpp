#include "experiment/crew.hpp"

#include <unistd.h>

#include "experiment/archive.hpp"
#include "experiment/pipeline.hpp"
#include "experiment/simulate.hpp"

namespace pbrsim {

template <class Archive>
void serialize(Archive& archive, BlockNumber& number) {
  auto& [index, area, replication, draw] = number;
  archive(index, area, replication, draw);
}

template <class Archive>
void serialize(Archive& archive, BlockResult& result) {
  auto& [number, failure, designs] = result;
  archive(number, failure, designs);
}

namespace {

constexpr std::chrono::milliseconds patience(100);

std::string host_name() {
  char name[256] = {};
  return ::gethostname(name, sizeof name - 1) == 0 ? name : "unknown";
}

}  // namespace

std::string to_bytes(const BlockResult& result) { return written(result); }

BlockResult block_from(const std::string& bytes) {
  BlockResult result;
  read_from(bytes, result);
  return result;
}

BlockNumber number_from(std::string_view work) {
  BlockNumber number;
  read_from(work, number);
  return number;
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

void Crew::give(const BlockNumber& number) {
  comm_.send(asking_.front(), MessageKind::work, written(number));
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

void work_for_rank_0(const Comm& comm, const PlanOf& plan_of, const RunOptions& options) {
  Pipeline pipeline;
  pipeline.threads = options.threads;
  pipeline.in_order = false;
  pipeline.next = [&]() -> std::optional<BlockNumber> {
    comm.send(0, MessageKind::ask);
    std::optional<Message> message;
    while (!message)
      message = comm.receive(patience);
    if (message->kind == MessageKind::end) return std::nullopt;
    return number_from(message->body);
  };
  pipeline.work = [&](const BlockNumber& number) { return simulate(number, plan_of, options); };
  pipeline.hand_on = [&](BlockResult&& block) {
    comm.send(0, MessageKind::result, to_bytes(block));
  };
  run_pipeline(pipeline);
  comm.send(0, MessageKind::bye);
}

}  // namespace pbrsim
