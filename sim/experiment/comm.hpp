/// The processes ("ranks") that share a run, and the messages between them.
///
/// One small value with three twins: *self*, a process alone; *world*, the processes that mpirun or
/// srun has started, by MPI; *dry run*, rank 0 of as many ranks as one likes, which answer what
/// they are sent after a time that is reckoned, not waited for (experiment/dry_run.hpp). Copies
/// speak for the same process.
///
/// Messages between two ranks arrive in the order in which they were sent. Every member may be
/// called from several threads. Whether MPI is there is decided in comm.cpp and nowhere else.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace pbrsim {

enum class MessageKind : std::uint8_t {
  ask,     // to rank 0: give me work
  work,    // to a rank: do this
  result,  // to rank 0: of that work
  end,     // to a rank: there is no more, and what is not begun is not needed
  bye,     // to rank 0: the rank has ended; nothing follows
  fault,   // to rank 0: the rank cannot go on, and why; nothing follows
};

struct Message {
  int from = 0;
  MessageKind kind = MessageKind::bye;
  std::string body;
};

class DryRun;
class MpiWorld;

class Comm {
 public:
  /// Self.
  Comm() = default;
  explicit Comm(std::shared_ptr<DryRun> dry_run) : twin_(std::move(dry_run)) {}
  /// All processes that were started together; self if this one was started alone. Throws a
  /// UserError where several were and the program is built without MPI. To be called once.
  static Comm world();

  int rank() const;
  int size() const;
  void send(int to, MessageKind kind, std::string_view body = {}) const;
  /// The next message, if one comes within that time.
  std::optional<Message> receive(std::chrono::milliseconds at_most) const;

 private:
  struct Self {};
  std::variant<Self, std::shared_ptr<MpiWorld>, std::shared_ptr<DryRun>> twin_;
};

/// "Open MPI 4.1.4", or "none" in a program that is built without.
std::string mpi_library();

}  // namespace pbrsim
