#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "experiment/crew.hpp"

namespace pbrsim {

namespace {

constexpr std::chrono::milliseconds pause(1), last_wait(500);

/// Which blocks are begun, which have arrived, which are taken: shared by who deals and takes and
/// by who simulates here.
class Book {
 public:
  explicit Book(const Dealt& dealt) : dealt_(dealt), next_(dealt.range.from), taken_(next_) {}

  /// The next block to begin, if there is one and room for it.
  std::optional<BlockNumber> begin() {
    const std::lock_guard lock(mutex_);
    return over() || !room() ? std::nullopt : std::optional(begin_one());
  }
  /// The same, waiting for room.
  std::optional<BlockNumber> wait_and_begin() {
    std::unique_lock lock(mutex_);
    while (!over() && !room())
      changed_.wait_for(lock, std::chrono::milliseconds(20));
    return over() ? std::nullopt : std::optional(begin_one());
  }
  void arrive(BlockResult&& block) {
    const std::lock_guard lock(mutex_);
    const std::size_t position = begun_.extract(block.number.index).mapped();
    arrived_.emplace(position, std::move(block));
    changed_.notify_all();
  }
  /// The next block in order, if it has arrived.
  std::optional<BlockResult> next_in_order() {
    const std::lock_guard lock(mutex_);
    auto node = arrived_.extract(taken_);
    if (node.empty()) return std::nullopt;
    ++taken_;
    changed_.notify_all();
    return std::move(node.mapped());
  }
  void end() {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    changed_.notify_all();
  }
  bool all_taken() const {
    const std::lock_guard lock(mutex_);
    return over() && taken_ == next_;
  }
  std::size_t taken() const { return taken_ - dealt_.range.from; }
  bool stopped() const { return dealt_.stop != nullptr && dealt_.stop->load(); }

 private:
  bool over() const { return ended_ || stopped() || next_ >= dealt_.range.to; }
  bool room() const { return next_ - taken_ < dealt_.window; }
  BlockNumber begin_one() {
    const BlockNumber number = dealt_.number(next_);
    begun_.emplace(number.index, next_++);
    return number;
  }

  const Dealt& dealt_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t next_, taken_;                  // positions
  std::map<std::size_t, std::size_t> begun_;  // by number: position
  std::map<std::size_t, BlockResult> arrived_;
  bool ended_ = false;
};

/// The thread from which this process simulates.
class Own {
 public:
  Own(const Dealt& dealt, Book& book) : book_(book) {
    if (!dealt.simulate_here) return;
    thread_ = std::thread([this, &dealt] {
      try {
        dealt.simulate_here([this] { return book_.wait_and_begin(); },
                            [this](BlockResult&& block) { book_.arrive(std::move(block)); });
      } catch (...) {
        fault_ = std::current_exception();
        failed_ = true;
      }
    });
  }
  Own(const Own&) = delete;
  Own& operator=(const Own&) = delete;
  ~Own() { join(); }

  bool failed() const { return failed_; }
  void finish() {
    join();
    if (fault_) std::rethrow_exception(fault_);
  }

 private:
  void join() {
    if (!thread_.joinable()) return;
    book_.end();
    thread_.join();
  }

  Book& book_;
  std::atomic<bool> failed_ = false;
  std::exception_ptr fault_;
  std::thread thread_;
};

void hand_out(Crew& crew, const Dealt& dealt, Book& book) {
  while (crew.anybody_asks()) {
    const std::optional<BlockNumber> number = book.begin();
    if (!number) return;
    std::optional<BlockResult> saved;
    if (dealt.saved) saved = dealt.saved(*number);
    if (saved)
      book.arrive(std::move(*saved));
    else
      crew.give(*number);
  }
}

}  // namespace

std::size_t deal(Crew& crew, const Dealt& dealt) {
  using Time = std::chrono::steady_clock;
  Book book(dealt);
  Own own(dealt, book);
  std::optional<Time::time_point> stopped;
  const auto take_all = [&] {
    while (std::optional<BlockResult> block = book.next_in_order())
      dealt.take(std::move(*block));
  };
  while (!book.all_taken() && !own.failed()) {
    if (book.stopped() && !stopped) stopped = Time::now();
    if (stopped && Time::now() - *stopped > last_wait) break;
    hand_out(crew, dealt, book);
    if (auto bytes = crew.result(pause)) book.arrive(dealt.read(*bytes));
    take_all();
  }
  own.finish();
  take_all();
  return book.taken();
}

}  // namespace pbrsim
