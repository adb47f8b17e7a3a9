/// Bytes made smaller for a while (zlib, at its fastest).
#pragma once

#include <string>
#include <string_view>

namespace pbrsim {

std::string packed(std::string_view bytes);
/// Precondition: packed from so many bytes.
std::string unpacked(std::string_view packed, std::size_t length);

}  // namespace pbrsim
