#include <deque>
#include <mutex>

#include "experiment/bundle_results.hpp"
#include "experiment/crew.hpp"
#include "experiment/pipeline.hpp"
#include "experiment/simulate.hpp"

namespace pbrsim {

namespace {

constexpr std::chrono::milliseconds patience(100), at_once(0);

/// A rank other than 0 and the bundles in its hands.
class Helper {
 public:
  Helper(const Comm& comm, std::size_t areas, const PlanOf& plan_of, const RunOptions& options,
         const OpenCheckpoint& open)
      : comm_(comm), areas_(areas), plan_of_(plan_of), options_(options), open_(open) {}

  void work() {
    Pipeline pipeline;
    pipeline.threads = options_.threads;
    pipeline.next = [this] { return next(); };
    pipeline.work = [this](const BlockNumber& number) { return finish(number); };
    pipeline.hand_on = [this](BlockResult&& block) { hand_on(std::move(block)); };
    run_pipeline(pipeline);
  }

 private:
  std::optional<BlockNumber> next() {
    if (begun_ == bundle_.blocks.size() && !ask()) return std::nullopt;
    // Nothing comes unasked but the end.
    if (comm_.receive(at_once)) return std::nullopt;
    return bundle_.blocks[begun_++];
  }
  /// False if there is no more.
  bool ask() {
    comm_.send(0, MessageKind::ask);
    std::optional<Message> message;
    while (!message)
      message = comm_.receive(patience);
    if (message->kind == MessageKind::end) return false;
    if (!has_worked_ && open_) checkpoint_ = open_();
    has_worked_ = true;
    const std::lock_guard lock(mutex_);
    bundle_ = bundle_from(message->body);
    begun_ = 0;
    kept_.merge(bundle_.kept);
    in_hand_.emplace_back(bundle_.blocks.size(), areas_, options_);
    return true;
  }
  BlockResult finish(const BlockNumber& number) {
    if (const auto kept = kept_at(number)) return files_.load(number, kept.mapped());
    BlockResult result = simulate(number, plan_of_, options_);
    if (checkpoint_) checkpoint_->save(result);
    return result;
  }
  std::map<std::size_t, KeptBlock>::node_type kept_at(const BlockNumber& number) {
    const std::lock_guard lock(mutex_);
    return kept_.extract(number.index);
  }
  void hand_on(BlockResult&& block) {
    const auto whole = add_to_first(std::move(block));
    if (whole) comm_.send(0, MessageKind::result, to_bytes(*whole));
  }
  /// What comes of the first bundle, if the block makes it whole.
  std::optional<std::vector<BlockResult>> add_to_first(BlockResult&& block) {
    const std::lock_guard lock(mutex_);
    BundleResults& first = in_hand_.front();
    first.add(std::move(block));
    if (!first.complete()) return std::nullopt;
    std::vector<BlockResult> results = first.take();
    in_hand_.pop_front();
    return results;
  }

  const Comm& comm_;
  std::size_t areas_;
  const PlanOf& plan_of_;
  const RunOptions& options_;
  const OpenCheckpoint& open_;
  bool has_worked_ = false;
  std::unique_ptr<Checkpoint> checkpoint_;
  Bundle bundle_;  // of which blocks are begun
  std::size_t begun_ = 0;
  std::mutex mutex_;  // of what follows
  std::map<std::size_t, KeptBlock> kept_;
  std::deque<BundleResults> in_hand_;
  KeptBlocks files_;
};

}  // namespace

void work_for_rank_0(const Comm& comm, std::size_t areas, const PlanOf& plan_of,
                     const RunOptions& options, const OpenCheckpoint& open) {
  Helper(comm, areas, plan_of, options, open).work();
  comm.send(0, MessageKind::bye);
}

}  // namespace pbrsim
