/// A vector whose memory asks for huge pages, for the large arrays that events touch at random.
///
/// Only a hint to the system (Linux madvise); without it the program does the same, more slowly.
#pragma once

#include <sys/mman.h>

#include <cstdlib>
#include <new>
#include <vector>

namespace pbrsim {

template <class T>
struct HugePageAllocator {
  using value_type = T;
  HugePageAllocator() = default;
  template <class U>
  HugePageAllocator(const HugePageAllocator<U>&) {}

  T* allocate(std::size_t n) {
    constexpr std::size_t page = std::size_t{2} << 20;
    const std::size_t bytes = n * sizeof(T);
    if (bytes < page) return static_cast<T*>(::operator new(bytes, std::align_val_t(alignof(T))));
    void* memory = std::aligned_alloc(page, (bytes + page - 1) / page * page);
    if (memory == nullptr) throw std::bad_alloc();
    ::madvise(memory, bytes, MADV_HUGEPAGE);
    return static_cast<T*>(memory);
  }
  void deallocate(T* memory, std::size_t n) {
    constexpr std::size_t page = std::size_t{2} << 20;
    if (n * sizeof(T) < page)
      ::operator delete(memory, std::align_val_t(alignof(T)));
    else
      std::free(memory);
  }
  template <class U>
  bool operator==(const HugePageAllocator<U>&) const {
    return true;
  }
};

template <class T>
using HugeVector = std::vector<T, HugePageAllocator<T>>;

}  // namespace pbrsim
