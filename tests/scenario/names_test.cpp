// Names of fields: no field may have a name that files use for something else.
#include <array>
#include <set>

#include "scenario/shape.hpp"
#include "scenario/support.hpp"
#include "support/catch.hpp"

using namespace pbrsim;

namespace {

/// Names of all fields, of the elements of lists and maps too.
struct NameCollector {
  std::set<std::string>* names;

  template <class T>
  void operator()(std::string_view name, T&, const FieldSpec&, std::string_view doc) {
    names->insert(std::string(name));
    CHECK_FALSE(doc.empty());
    look_into<T>();
  }

  template <class T>
  void look_into() {
    constexpr yaml::Shape shape = yaml::shape_of<T>;
    if constexpr (shape == yaml::Shape::record) {
      T value{};
      T::fields(value, *this);
    } else if constexpr (shape == yaml::Shape::table) {
      look_into<typename yaml::TableOf<T>::Value>();
    } else if constexpr (shape == yaml::Shape::names) {
      look_into<typename T::mapped_type>();
    } else if constexpr (shape == yaml::Shape::list || shape == yaml::Shape::optional) {
      look_into<typename T::value_type>();
    }
  }
};

}  // namespace

TEST_CASE("no field is named like provenance, extends or all") {
  std::set<std::string> names;
  NameCollector{&names}.look_into<Scenario>();
  CHECK(names.size() > 100);
  CHECK(names.contains("lag_months"));
  for (const char* taken : {"source", "mark", "note", "value", "extends", "all", "pbrsim"})
    CHECK_FALSE(names.contains(taken));
  for (const std::string& name : names)
    CHECK(name.find('.') == std::string::npos);
}
