#include "experiment/pipeline.hpp"

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_pipeline.h>
#include <oneapi/tbb/task_arena.h>

#include <exception>
#include <memory>

namespace pbrsim {

namespace {

namespace tbb = oneapi::tbb;

constexpr int blocks_in_flight_per_thread = 2;

/// A block on its way. Nothing is thrown through the pipeline, which would leave what other threads
/// are about to hand on without an owner.
struct Delivery {
  BlockResult block;
  std::exception_ptr fault;
};
using Item = std::shared_ptr<Delivery>;

template <class Work>
std::exception_ptr fault_of(const Work& work) {
  try {
    work();
  } catch (...) {
    return std::current_exception();
  }
  return nullptr;
}

class Passage {
 public:
  explicit Passage(const Pipeline& pipeline) : pipeline_(pipeline) {}

  void run() {
    const auto last = pipeline_.in_order ? tbb::filter_mode::serial_in_order
                                         : tbb::filter_mode::serial_out_of_order;
    tbb::parallel_pipeline(
        static_cast<std::size_t>(pipeline_.threads * blocks_in_flight_per_thread),
        tbb::make_filter<void, BlockNumber>(
            tbb::filter_mode::serial_in_order,
            [this](tbb::flow_control& control) { return begin(control); }) &
            tbb::make_filter<BlockNumber, Item>(tbb::filter_mode::parallel,
                                                [this](const BlockNumber& n) { return work(n); }) &
            tbb::make_filter<Item, void>(last, [this](const Item& item) { hand_on(*item); }));
    for (const std::exception_ptr& fault : {fault_, no_more_})
      if (fault) std::rethrow_exception(fault);
  }

 private:
  BlockNumber begin(tbb::flow_control& control) {
    std::optional<BlockNumber> number;
    if (!failed_) no_more_ = fault_of([&] { number = pipeline_.next(); });
    if (!number) control.stop();
    return number.value_or(BlockNumber{});
  }

  Item work(const BlockNumber& number) const {
    const auto item = std::make_shared<Delivery>();
    item->fault = fault_of([&] { item->block = pipeline_.work(number); });
    return item;
  }

  void hand_on(Delivery& item) {
    if (failed_) return;
    fault_ = item.fault ? item.fault : fault_of([&] { pipeline_.hand_on(std::move(item.block)); });
    failed_ = fault_ != nullptr;
  }

  const Pipeline& pipeline_;
  std::atomic<bool> failed_ = false;
  std::exception_ptr fault_;    // of work and handing on
  std::exception_ptr no_more_;  // of asking for the next
};

}  // namespace

void run_pipeline(const Pipeline& pipeline) {
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism,
                                  static_cast<std::size_t>(pipeline.threads));
  tbb::task_arena arena(pipeline.threads);
  arena.execute([&] {
    Passage passage(pipeline);
    passage.run();
  });
}

}  // namespace pbrsim
