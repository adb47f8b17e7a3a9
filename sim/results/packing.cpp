#include "results/packing.hpp"

#include <zlib.h>

#include "core/error.hpp"

namespace pbrsim {

std::string packed(std::string_view bytes) {
  uLongf size = compressBound(bytes.size());
  std::string result(size, '\0');
  PBRSIM_ENSURE(compress2(reinterpret_cast<Bytef*>(result.data()), &size,
                          reinterpret_cast<const Bytef*>(bytes.data()), bytes.size(),
                          Z_BEST_SPEED) == Z_OK);
  result.resize(size);
  return result;
}

std::string unpacked(std::string_view packed, std::size_t length) {
  std::string bytes(length, '\0');
  uLongf size = length;
  PBRSIM_ENSURE(uncompress(reinterpret_cast<Bytef*>(bytes.data()), &size,
                           reinterpret_cast<const Bytef*>(packed.data()), packed.size()) == Z_OK);
  PBRSIM_ENSURE(size == length);
  return bytes;
}

}  // namespace pbrsim
