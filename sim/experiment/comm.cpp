#include "experiment/comm.hpp"

#ifdef PBRSIM_MPI
#include <mpi.h>
#endif

#include <climits>
#include <cstdlib>
#include <mutex>
#include <thread>

#include "core/error.hpp"
#include "experiment/dry_run.hpp"

namespace pbrsim {

namespace {

/// How many processes mpirun or srun says it has started; 1 without them.
int started_together() {
  for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE"})
    if (const char* text = std::getenv(name)) return std::atoi(text);
  const char* const slurm = std::getenv("SLURM_STEP_NUM_TASKS");
  if (std::getenv("PMIX_RANK") != nullptr && slurm != nullptr) return std::atoi(slurm);
  return 1;
}

}  // namespace

#ifdef PBRSIM_MPI

class MpiWorld {
 public:
  MpiWorld() {
    int provided = 0;
    MPI_Init_thread(nullptr, nullptr, MPI_THREAD_SERIALIZED, &provided);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &size);
    if (provided < MPI_THREAD_SERIALIZED)
      throw UserError(mpi_library() + " is built without threads, which pbrsim needs",
                      ExitCode::fault);
  }
  MpiWorld(const MpiWorld&) = delete;
  MpiWorld& operator=(const MpiWorld&) = delete;
  ~MpiWorld() { MPI_Finalize(); }

  void send(int to, MessageKind kind, std::string_view body) {
    if (body.size() > static_cast<std::size_t>(INT_MAX))
      throw UserError(
          "what comes of some blocks is larger than 2 GB, too large for one message between ranks; "
          "ask for fewer tables, or run shards (--shard)",
          ExitCode::fault);
    MPI_Request request;
    {
      const std::lock_guard lock(mutex_);
      MPI_Isend(body.data(), static_cast<int>(body.size()), MPI_BYTE, to, static_cast<int>(kind),
                MPI_COMM_WORLD, &request);
    }
    // Other threads may receive meanwhile: the other side may wait for that before it takes this.
    while (!sent(request))
      std::this_thread::sleep_for(std::chrono::microseconds(20));
  }

  std::optional<Message> receive() {
    const std::lock_guard lock(mutex_);
    int found = 0, bytes = 0;
    MPI_Message handle;
    MPI_Status status;
    MPI_Improbe(MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &found, &handle, &status);
    if (found == 0) return std::nullopt;
    MPI_Get_count(&status, MPI_BYTE, &bytes);
    Message message{status.MPI_SOURCE, static_cast<MessageKind>(status.MPI_TAG), {}};
    message.body.resize(static_cast<std::size_t>(bytes));
    MPI_Mrecv(message.body.data(), bytes, MPI_BYTE, &handle, MPI_STATUS_IGNORE);
    return message;
  }

  int rank = 0, size = 1;

 private:
  bool sent(MPI_Request& request) {
    const std::lock_guard lock(mutex_);
    int done = 0;
    MPI_Test(&request, &done, MPI_STATUS_IGNORE);
    return done != 0;
  }

  std::mutex mutex_;
};

std::string mpi_library() {
  char text[MPI_MAX_LIBRARY_VERSION_STRING];
  int length = 0;
  MPI_Get_library_version(text, &length);
  const std::string all(text, static_cast<std::size_t>(length));
  const std::string name = all.substr(0, all.find_first_of(",\n"));
  const std::size_t v = name.find(" v");  // "Open MPI v4.1.4"
  return v == std::string::npos ? name : name.substr(0, v + 1) + name.substr(v + 2);
}

Comm Comm::world() {
  Comm comm;
  if (started_together() > 1) comm.twin_ = std::make_shared<MpiWorld>();
  return comm;
}

#else

class MpiWorld {
 public:
  void send(int, MessageKind, std::string_view) {}
  std::optional<Message> receive() { return std::nullopt; }
  int rank = 0, size = 1;
};

std::string mpi_library() { return "none"; }

Comm Comm::world() {
  if (started_together() > 1)
    throw UserError(
        "This program was started as one of " + std::to_string(started_together()) +
        " processes, but is built without MPI; ./setup --with-mpi installs it and builds "
        "anew, or run shards (--shard)");
  return Comm();
}

#endif

int Comm::rank() const {
  const auto* const world = std::get_if<std::shared_ptr<MpiWorld>>(&twin_);
  return world != nullptr ? (*world)->rank : 0;
}

int Comm::size() const {
  if (const auto* const world = std::get_if<std::shared_ptr<MpiWorld>>(&twin_))
    return (*world)->size;
  const auto* const dry = std::get_if<std::shared_ptr<DryRun>>(&twin_);
  return dry != nullptr ? (*dry)->ranks() : 1;
}

void Comm::send(int to, MessageKind kind, std::string_view body) const {
  PBRSIM_EXPECT(to >= 0 && to < size() && to != rank());
  if (const auto* const world = std::get_if<std::shared_ptr<MpiWorld>>(&twin_))
    (*world)->send(to, kind, body);
  else
    std::get<std::shared_ptr<DryRun>>(twin_)->send(to, kind, body);
}

std::optional<Message> Comm::receive(std::chrono::milliseconds at_most) const {
  using namespace std::chrono;
  if (std::holds_alternative<Self>(twin_)) return std::nullopt;
  if (const auto* const dry = std::get_if<std::shared_ptr<DryRun>>(&twin_))
    return (*dry)->receive();
  const auto until = steady_clock::now() + at_most;
  // MPI would wait by spinning; this leaves the processor to whoever simulates.
  for (microseconds pause(20);; pause = std::min(pause * 2, microseconds(500))) {
    if (auto message = std::get<std::shared_ptr<MpiWorld>>(twin_)->receive()) return message;
    if (steady_clock::now() >= until) return std::nullopt;
    std::this_thread::sleep_for(pause);
  }
}

}  // namespace pbrsim
