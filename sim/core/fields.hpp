/// One field list per parameter struct, used to read it, check it, print it and document it.
///
/// A parameter struct `P` declares
///
///     template <class Self, class V> static void fields(Self& self, V& visit) {
///       visit("keyworker_hours", self.keyworker_hours, hours_per_week(0, 1e5), "Keyworker hours
///       …");
///     }
///
/// `Self` is `P` or `const P`. `visit(name, member, spec, doc)` is called for each field in order.
/// The spec holds the unit in which the number is written in files, its range, whether the field
/// must be given, and where the default comes from. Visitors live where they are used (reader,
/// writer, schema and reference in scenario/); this header knows no format. Rules that tie several
/// fields together live in the struct's own `void validate(Problems&) const`.
///
/// What a struct may say of itself besides, all optional:
///
///     static constexpr std::string_view scalar_key = "rate";   a lone value stands for this field
///     static constexpr std::string_view kind_key = "kind";     the field, an enumeration, that
///                                                              decides which of the others apply
///     static constexpr std::array<std::string_view, 3> alternatives{"rate", "shape scale",
///                                                                   "pieces"};
///                                                              sets of fields of which at most one
///                                                              is given
///
/// In a struct with kinds, `spec.only(TermKind::block)` says for which kinds a field is there, and
/// `must()` that those kinds need it.
///
/// A member that is `Quantity`-like is a double in the unit of its spec: durations are days,
/// hazards per year, money pounds. Conversions to the internal units of `core/units.hpp` happen
/// where the model is set up.
#pragma once

#include <cstdint>
#include <limits>
#include <string_view>

namespace pbrsim {

enum class Unit {
  none,            // a plain number
  share,           // 0 to 1; files may write 35%
  duration,        // days; files write 21 days, 12 weeks, 6 months, 1 year
  rate,            // per year; files write 0.39 per year, 2 per week
  days_of_use,     // days in the last 28
  hours,           // keyworker hours
  hours_per_week,  // keyworker hours a week
  gbp,             // pounds
  gbp_per_week,
  gbp_per_year,
  gbp_per_hour,
  people_per_year,
  qaly_per_year,  // utility weight of a state
  of_key,         // of a distribution's parameter: the unit of the key where it stands
};

struct FieldSpec {
  Unit unit = Unit::none;
  double min = -std::numeric_limits<double>::infinity();
  double max = std::numeric_limits<double>::infinity();
  bool required = false;
  bool fixed = false;            // a number that cannot be uncertain
  std::uint64_t kinds = ~0ULL;   // bit k: the field is there for constant k of the kind
  std::string_view source = {};  // where a default that is not neutral comes from

  /// The same field, but a file that leaves it out is refused.
  constexpr FieldSpec must() const {
    FieldSpec result = *this;
    result.required = true;
    return result;
  }
  /// The same field, but a distribution in its place is refused.
  constexpr FieldSpec sure() const {
    FieldSpec result = *this;
    result.fixed = true;
    return result;
  }
  /// The same field, for these kinds only.
  template <class... Kinds>
  constexpr FieldSpec only(Kinds... those) const {
    FieldSpec result = *this;
    result.kinds = ((std::uint64_t{1} << static_cast<unsigned>(those)) | ...);
    return result;
  }
  constexpr bool is_for(std::size_t kind) const { return (kinds >> kind & 1) != 0; }
  /// The same field; its default is from there.
  constexpr FieldSpec from(std::string_view where) const {
    FieldSpec result = *this;
    result.source = where;
    return result;
  }
};

namespace spec {
inline constexpr double unbounded = std::numeric_limits<double>::infinity();
inline constexpr FieldSpec any{};
inline constexpr FieldSpec share{Unit::share, 0, 1};
inline constexpr FieldSpec rate{Unit::rate, 0, 1e6};
inline constexpr FieldSpec duration{Unit::duration, 0, 120 * 365.25};
inline constexpr FieldSpec multiplier{Unit::none, 0, 1e6};
inline constexpr FieldSpec coefficient{Unit::none, -20, 20};
inline constexpr FieldSpec correlation{Unit::none, -1, 1};
inline constexpr FieldSpec hours{Unit::hours, 0, 1e4};
inline constexpr FieldSpec hours_per_week{Unit::hours_per_week, 0, 1e7};
inline constexpr FieldSpec gbp{Unit::gbp, 0, 1e10};
inline constexpr FieldSpec gbp_per_week{Unit::gbp_per_week, 0, 1e10};
inline constexpr FieldSpec gbp_per_year{Unit::gbp_per_year, 0, 1e11};
inline constexpr FieldSpec gbp_per_hour{Unit::gbp_per_hour, 0, 1e4};
inline constexpr FieldSpec utility{Unit::qaly_per_year, -1, 1};
inline constexpr FieldSpec count{Unit::none, 0, 1e9};
constexpr FieldSpec number(double min, double max) { return {Unit::none, min, max}; }
/// Where a default was chosen without a source.
inline constexpr std::string_view judgement = "judgement";
}  // namespace spec

}  // namespace pbrsim
