/// How the program holds on to memory.
///
/// Blocks come and go with megabytes each. Given back to the system between blocks, every page
/// would have to be cleared and mapped again: about a tenth of the time of a run. For `main` of a
/// program that runs blocks; only a hint to the allocator (glibc), without it results are the same.
#pragma once

#include <cstdlib>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace pbrsim {

inline void keep_freed_memory() {
#if defined(__GLIBC__)
  constexpr int mebibyte = 1 << 20;
  mallopt(M_MMAP_THRESHOLD, 32 * mebibyte);  // the most it takes
  mallopt(M_TRIM_THRESHOLD, 1024 * mebibyte);
  mallopt(M_TOP_PAD, 16 * mebibyte);
#endif
}

}  // namespace pbrsim
