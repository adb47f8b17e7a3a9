/// What a scenario may hold, as data: one form per type, made from the field lists. Schema and
/// reference are written from it.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <typeindex>
#include <vector>

#include "scenario/print.hpp"
#include "scenario/writer.hpp"

namespace pbrsim::yaml {

struct Form;

/// A field of a record, with what its default says in a file ("" if there is none).
struct FormField {
  std::string_view name;
  std::string_view doc;
  FieldSpec spec;
  const Form* form = nullptr;
  std::string initial;
};

struct Form {
  Shape shape = Shape::record;
  std::string type;                     // "Hazard", "Group"
  const Form* element = nullptr;        // of a table, list, names, optional
  std::string keys;                     // of a table: the type of its names
  std::vector<std::string_view> words;  // of a word; the names of a table
  // Of a record:
  std::vector<FormField> fields;
  std::string_view scalar_key, kind_key;
  std::vector<std::string_view> kinds;
  std::vector<std::string_view> alternatives;
  std::vector<std::string_view> shared;  // fields that go over the top level's
};

/// "pbrsim::HazardParameters" -> "Hazard".
std::string type_name(const std::type_info& type);

/// The forms of a type and of all that it is made of; they live as long as this.
class Forms {
 public:
  template <class T>
  const Form* of() {
    const auto [known, fresh] = forms_.try_emplace(std::type_index(typeid(T)));
    if (!fresh) return known->second.get();
    known->second = std::make_unique<Form>();
    Form* form = known->second.get();
    form->shape = shape_of<T>;
    form->type = type_name(typeid(T));
    fill<T>(*form);
    return form;
  }

 private:
  template <class T>
  struct Visitor {
    Forms* forms;
    Form* form;
    template <class M>
    void operator()(std::string_view name, M& member, const FieldSpec& spec, std::string_view doc) {
      const Form* own = forms->of<M>();
      form->fields.push_back({name, doc, spec, own, initial_text(member, spec)});
      if constexpr (RecordOfKinds<T> && shape_of<M> == Shape::word)
        if (name == T::kind_key) form->kinds = own->words;
    }
  };

  template <class M>
  static std::string initial_text(const M& member, const FieldSpec& spec) {
    if constexpr (shape_of<M> == Shape::table) {
      using Value = typename TableOf<M>::Value;
      if constexpr (shape_of<Value> < Shape::record) {
        const NodePtr node = write(member, nullptr, spec);
        const std::string first = print_inline(*node->entries[0].value);
        for (const Entry& entry : node->entries)
          if (print_inline(*entry.value) != first) return print_inline(*node);
        return first;
      }
    }
    if constexpr (shape_of<M> < Shape::record && shape_of<M> != Shape::date)
      return print_inline(*write(member, nullptr, spec));
    return "";
  }

  template <class T>
  void fill(Form& form) {
    constexpr Shape shape = shape_of<T>;
    if constexpr (shape == Shape::record) {
      fill_record<T>(form);
    } else if constexpr (shape == Shape::word) {
      form.words = {EnumNames<T>::values.begin(), EnumNames<T>::values.end()};
    } else if constexpr (shape == Shape::table) {
      form.element = of<typename TableOf<T>::Value>();
      form.keys = type_name(typeid(typename TableOf<T>::Key));
      for (const auto key : all_of<typename TableOf<T>::Key>())
        form.words.push_back(name_of(key));
    } else if constexpr (shape == Shape::names) {
      form.element = of<typename T::mapped_type>();
    } else if constexpr (shape == Shape::list || shape == Shape::optional) {
      form.element = of<typename T::value_type>();
    }
  }

  template <class T>
  void fill_record(Form& form) {
    if constexpr (ScalarRecord<T>) form.scalar_key = T::scalar_key;
    if constexpr (RecordOfKinds<T>) form.kind_key = T::kind_key;
    if constexpr (RecordOfAlternatives<T>)
      form.alternatives = {T::alternatives.begin(), T::alternatives.end()};
    if constexpr (requires { T::shared_keys; })
      form.shared = {T::shared_keys.begin(), T::shared_keys.end()};
    T value{};
    Visitor<T> visitor{this, &form};
    T::fields(value, visitor);
  }

  std::map<std::type_index, std::unique_ptr<Form>> forms_;
};

/// The record that a form comes down to, through tables, lists, names and optionals; nothing if it
/// comes down to a single value.
const Form* record_in(const Form& form);

}  // namespace pbrsim::yaml
