/// Asking for memory before it is needed. Changes nothing but time; any address will do.
#pragma once

#include <cstddef>

namespace pbrsim {

inline constexpr std::size_t cache_line = 64;  // bytes

enum class Ahead { to_read, to_write };

/// Asks for the lines of cache from `begin` on that hold the next `bytes` bytes.
template <Ahead ahead = Ahead::to_read>
inline void prefetch(const void* begin, std::size_t bytes) {
  for (std::size_t at = 0; at < bytes; at += cache_line)
    __builtin_prefetch(static_cast<const char*>(begin) + at, ahead == Ahead::to_write);
  // A function that does nothing else g++ 12 takes for one without effect, and drops its calls.
  asm volatile("");
}

}  // namespace pbrsim
