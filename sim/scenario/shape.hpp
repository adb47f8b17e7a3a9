/// The kinds of members that a field list may hold, for everything that goes over field lists.
///
/// A visitor asks for `shape_of<T>` and branches on it, so that reader, writer and whatever else is
/// made from the same lists agree on what there is.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "core/dates.hpp"
#include "core/enum_array.hpp"
#include "core/fields.hpp"

namespace pbrsim::yaml {

enum class Shape {
  number,    // double, in the unit of its spec
  whole,     // int
  truth,     // bool
  text,      // std::string
  date,      // Date
  word,      // enumeration with EnumNames; the last that is a scalar
  record,    // struct with a field list
  table,     // EnumArray: one value per name
  optional,  // std::optional: may be left out
  list,      // std::vector
  names,     // std::map by name
};

/// Stands for any visitor where only the existence of a field list is asked for.
struct AnyVisitor {
  template <class T>
  void operator()(std::string_view, T&, const FieldSpec&, std::string_view) {}
};

template <class T>
concept Record = requires(T& value, AnyVisitor& visit) {
  T::fields(value, visit);
};

/// A record that may be written as a lone value, which stands for the field `scalar_key`.
template <class T>
concept ScalarRecord = Record<T> && requires {
  T::scalar_key;
};

/// A record of which a kind decides what other fields there are.
template <class T>
concept RecordOfKinds = Record<T> && requires {
  T::kind_key;
};

/// A record of which at most one set of fields is given.
template <class T>
concept RecordOfAlternatives = Record<T> && requires {
  T::alternatives;
};

/// A record with keys in files that are not members, read elsewhere.
template <class T>
concept HasOtherKeys = Record<T> && requires {
  T::other_keys;
};

template <class T>
struct TableOf : std::false_type {};
template <class E, class T>
struct TableOf<EnumArray<E, T>> : std::true_type {
  using Key = E;
  using Value = T;
};
template <class T>
struct OptionalOf : std::false_type {};
template <class T>
struct OptionalOf<std::optional<T>> : std::true_type {};
template <class T>
struct ListOf : std::false_type {};
template <class T>
struct ListOf<std::vector<T>> : std::true_type {};
template <class T>
struct NamesOf : std::false_type {};
template <class T>
struct NamesOf<std::map<std::string, T>> : std::true_type {};

template <class T>
consteval Shape find_shape() {
  if constexpr (std::is_same_v<T, double>)
    return Shape::number;
  else if constexpr (std::is_same_v<T, int>)
    return Shape::whole;
  else if constexpr (std::is_same_v<T, bool>)
    return Shape::truth;
  else if constexpr (std::is_same_v<T, std::string>)
    return Shape::text;
  else if constexpr (std::is_same_v<T, Date>)
    return Shape::date;
  else if constexpr (std::is_enum_v<T>)
    return Shape::word;
  else if constexpr (TableOf<T>::value)
    return Shape::table;
  else if constexpr (OptionalOf<T>::value)
    return Shape::optional;
  else if constexpr (ListOf<T>::value)
    return Shape::list;
  else if constexpr (NamesOf<T>::value)
    return Shape::names;
  else {
    static_assert(Record<T>, "a field of this type can be neither read nor written");
    return Shape::record;
  }
}

template <class T>
inline constexpr Shape shape_of = find_shape<T>();

/// In a table, what is said by name goes over what is said for all.
template <class T>
inline constexpr bool merges_with_all = Record<T> && !RecordOfAlternatives<T> && !RecordOfKinds<T>;

/// A lone value may stand for the whole. The shapes up to `word` are scalars themselves.
template <class T>
inline constexpr bool takes_scalar = shape_of<T> <= Shape::word || ScalarRecord<T>;

}  // namespace pbrsim::yaml
