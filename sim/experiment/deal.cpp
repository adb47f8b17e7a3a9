#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

#include "experiment/crew.hpp"

namespace pbrsim {

namespace {

constexpr std::chrono::milliseconds pause(1), last_wait(500);

/// Which blocks are dealt, which have arrived, which are taken: shared by who deals and takes and
/// by who simulates here.
class Book {
 public:
  explicit Book(const Dealt& dealt)
      : dealt_(dealt),
        bundles_(dealt.range.from / dealt.shape.areas, dealt.range.to / dealt.shape.areas,
                 dealt.shape),
        taken_(dealt.range.from) {}

  /// The next bundle for another process; none if there is none or no room for it.
  std::vector<BlockNumber> begin() {
    const std::lock_guard lock(mutex_);
    std::vector<BlockNumber> numbers;
    if (over() || !room()) return numbers;
    for (const std::size_t position : bundles_.next())
      numbers.push_back(begin_one(position));
    return numbers;
  }
  /// The next block of a bundle for this process, if there is one, waiting for room.
  std::optional<BlockNumber> wait_and_begin() {
    std::unique_lock lock(mutex_);
    while (own_.empty() && !over() && !room())
      changed_.wait_for(lock, std::chrono::milliseconds(20));
    if (ended_ || stopped() || (own_.empty() && bundles_.over())) return std::nullopt;
    if (own_.empty())
      for (const std::size_t position : bundles_.next())
        own_.push_back(position);
    const std::size_t position = own_.front();
    own_.pop_front();
    return begin_one(position);
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
  /// Nothing is under way and nothing will be.
  bool finished() const {
    const std::lock_guard lock(mutex_);
    return over() && begun_.empty() && (own_.empty() || stopped());
  }
  std::size_t taken() const { return taken_ - dealt_.range.from; }
  bool stopped() const { return dealt_.stop != nullptr && dealt_.stop->load(); }

 private:
  bool over() const { return ended_ || stopped() || bundles_.over(); }
  bool room() const {
    return bundles_.node_is_begun() || taken_ == bundles_.node_begin() ||
           bundles_.node_end() - taken_ <= dealt_.shape.window;
  }
  BlockNumber begin_one(std::size_t position) {
    const BlockNumber number = dealt_.number(position);
    begun_.emplace(number.index, position);
    return number;
  }

  const Dealt& dealt_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  Bundles bundles_;
  std::deque<std::size_t> own_;               // dealt to this process, not begun: positions
  std::size_t taken_;                         // position
  std::map<std::size_t, std::size_t> begun_;  // and not arrived, by number: position
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
    Bundle bundle{book.begin(), {}};
    if (bundle.blocks.empty()) return;
    if (dealt.kept)
      for (const BlockNumber& number : bundle.blocks)
        if (auto kept = dealt.kept(number)) bundle.kept.emplace(number.index, *std::move(kept));
    crew.give(bundle);
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
  while (!book.finished() && !own.failed()) {
    if (book.stopped() && !stopped) stopped = Time::now();
    if (stopped && Time::now() - *stopped > last_wait) break;
    hand_out(crew, dealt, book);
    if (const auto bytes = crew.result(pause))
      for (BlockResult& block : dealt.read(*bytes))
        book.arrive(std::move(block));
    take_all();
  }
  own.finish();
  take_all();
  return book.taken();
}

}  // namespace pbrsim
