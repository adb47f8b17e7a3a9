#include "pathway/course.hpp"

namespace pbrsim {

double UseHistory::days_using(bool using_now, double now, double window) const {
  const double from = now - window;
  double days = 0, end = now;
  bool in_use = using_now;
  for (const double change : changes) {
    const double begin = std::max(change, from);
    if (in_use) days += end - begin;
    if (change <= from) return days;
    end = begin;
    in_use = !in_use;
  }
  return in_use ? days + (end - from) : days;
}

void leave_for_good(Person& p, double now, const Rates& rates, Integrated& integrated) {
  for (ProcessMask rest = p.running; rest != 0; rest &= rest - 1)
    halt(p.process[static_cast<std::size_t>(std::countr_zero(rest))], rates, now, integrated);
  p.running = 0;
  clear_dates(p);
  p.next_time = never;
}

}  // namespace pbrsim
