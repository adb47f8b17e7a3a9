#include "provider/service.hpp"

#include <algorithm>

namespace pbrsim {

namespace {
bool later(const QueueEntry& a, const QueueEntry& b) {
  return a.date > b.date || (a.date == b.date && a.key > b.key);
}
}  // namespace

void Service::join(const QueueEntry& entry) {
  queue_.push_back(entry);
  std::push_heap(queue_.begin(), queue_.end(), later);
}

void Service::drop_head() {
  std::pop_heap(queue_.begin(), queue_.end(), later);
  queue_.pop_back();
}

}  // namespace pbrsim
