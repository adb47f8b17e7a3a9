/// Enumerations with names, and arrays indexed by them.
///
/// `EnumNames<E>::values` lists the names of E's constants in order, as users write and read them;
/// it is the one place where a constant meets its name. `EnumArray<E, T>` holds one T per constant.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace pbrsim {

template <class E>
struct EnumNames;  // specialised beside each enumeration: static constexpr std::array values

template <class E>
inline constexpr std::size_t enum_size = EnumNames<E>::values.size();

template <class E>
constexpr std::string_view name_of(E value) {
  return EnumNames<E>::values[static_cast<std::size_t>(value)];
}

template <class E>
constexpr std::optional<E> enum_from_name(std::string_view name) {
  for (std::size_t i = 0; i < enum_size<E>; ++i)
    if (EnumNames<E>::values[i] == name) return static_cast<E>(i);
  return std::nullopt;
}

/// All constants of E in order, for range-for.
template <class E>
constexpr auto all_of() {
  std::array<E, enum_size<E>> result{};
  for (std::size_t i = 0; i < result.size(); ++i)
    result[i] = static_cast<E>(i);
  return result;
}

template <class E, class T>
struct EnumArray {
  std::array<T, enum_size<E>> values{};

  static constexpr EnumArray filled(const T& value) {
    EnumArray result;
    result.values.fill(value);
    return result;
  }
  constexpr T& operator[](E key) { return values[static_cast<std::size_t>(key)]; }
  constexpr const T& operator[](E key) const { return values[static_cast<std::size_t>(key)]; }
  constexpr auto begin() { return values.begin(); }
  constexpr auto end() { return values.end(); }
  constexpr auto begin() const { return values.begin(); }
  constexpr auto end() const { return values.end(); }
  friend bool operator==(const EnumArray&, const EnumArray&) = default;
};

}  // namespace pbrsim
