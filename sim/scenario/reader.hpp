/// Reads parameter structs from a tree by their field lists.
///
/// `read<T>(node, value, spec)` gives `value` with what the node says put in; what the node leaves
/// out stays as it was. All that is wrong goes to the report and reading goes on, so the result is
/// good only if the report has not grown. Of what a struct's own validate() finds, all is told once
/// nothing is wrong with its fields; before that, what follows from values that were read well
/// (Problem::from). A distribution gives its mean, or what the sample says where the reader was
/// given one; `uncertain()` lists those that were read.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "scenario/checks.hpp"
#include "scenario/distributions.hpp"
#include "scenario/lookup.hpp"
#include "scenario/quantity.hpp"
#include "scenario/sample.hpp"
#include "scenario/uncertain.hpp"
#include "scenario/unread.hpp"

namespace pbrsim::yaml {

template <class E>
std::vector<std::string_view> names_of_enum() {
  return {EnumNames<E>::values.begin(), EnumNames<E>::values.end()};
}

/// How a value of the type may be written; "" where one line cannot show it.
template <class T>
std::string example_for(const FieldSpec& spec) {
  if constexpr (shape_of<T> == Shape::number)
    return example_of(spec.unit);
  else if constexpr (shape_of<T> == Shape::whole)
    return "20";
  else if constexpr (shape_of<T> == Shape::truth)
    return "true";
  else if constexpr (shape_of<T> == Shape::date)
    return "2012-04-01";
  else if constexpr (shape_of<T> == Shape::word)
    return std::string(EnumNames<T>::values[0]);
  else
    return "";
}

template <class T>
Outcome<T> parse_scalar(const std::string& text, const FieldSpec& spec) {
  if constexpr (shape_of<T> == Shape::number)
    return parse_quantity(text, spec);
  else if constexpr (shape_of<T> == Shape::whole)
    return parse_whole(text, spec);
  else if constexpr (shape_of<T> == Shape::truth)
    return parse_truth(text);
  else if constexpr (shape_of<T> == Shape::date)
    return parse_date(text);
  else if constexpr (shape_of<T> == Shape::text)
    return {text, ""};
  else {
    const Outcome<std::size_t> word = parse_word(text, names_of_enum<T>());
    if (!word.value) return {std::nullopt, word.problem};
    return {static_cast<T>(*word.value), ""};
  }
}

/// Goes one step down in a path, for as long as it lives.
class Step {
 public:
  Step(std::string& path, std::string_view name) : path_(&path), before_(path.size()) {
    if (!path.empty()) path += '.';
    path += name;
  }
  ~Step() { path_->resize(before_); }
  Step(const Step&) = delete;
  Step& operator=(const Step&) = delete;

 private:
  std::string* path_;
  std::size_t before_;
};

class Reader {
 public:
  explicit Reader(Report& report, Sample sample = {})
      : checks_(report), sample_(std::move(sample)) {}

  template <class T>
  T read(const Node& node, T value, const FieldSpec& spec) {
    const std::size_t before = checks_.findings(), placed = placed_;
    T result = read_shape(node, std::move(value), spec);
    const std::size_t here_and_below = checks_.findings() - before;
    if (here_and_below > placed_ - placed || node.refused) unread_.add(path_);
    placed_ = placed + here_and_below;
    return result;
  }

  /// The distributions read so far.
  const std::vector<Uncertain>& uncertain() const { return uncertain_; }

 private:
  template <class T>
  T read_shape(const Node& node, T value, const FieldSpec& spec) {
    if (node.refused) return value;
    constexpr Shape shape = shape_of<T>;
    if constexpr (shape == Shape::record)
      return read_record(node, std::move(value));
    else if constexpr (shape == Shape::table)
      return read_table(node, std::move(value), spec);
    else if constexpr (shape == Shape::optional)
      return read_optional<T>(node, spec);
    else if constexpr (shape == Shape::list)
      return read_list<T>(node, spec);
    else if constexpr (shape == Shape::names)
      return read_names<T>(node, spec);
    else
      return read_scalar(node, std::move(value), spec);
  }

  /// Reads the fields of a record of type T, in order; of a record of kinds those of this kind.
  template <Record T>
  struct FieldVisitor {
    Reader* reader;
    const Node* node;
    const Kinds* kinds;
    std::vector<std::string_view> known, left_out;

    template <class M>
    void operator()(std::string_view name, M& member, const FieldSpec& spec, std::string_view doc) {
      known.push_back(name);
      const Node* child = node_of_field<T, M>(*node, name);
      if (!child) left_out.push_back(name);
      if (kinds && !kinds->wanted(name, spec)) {
        if (!kinds->chosen)
          reader->unread_.add(join_path(reader->path_, name));
        else if (child && child->kind != Kind::null)
          reader->note({name}, [&](Checks& checks) { checks.other_kind(*node, name, *kinds); });
      } else if (child) {
        const Step step(reader->path_, name);
        member = reader->read(*child, std::move(member), spec);
      } else if (spec.required) {
        const std::string of = kinds && kinds->chosen ? ", needed by " + kinds->name() : "";
        reader->note({name}, [&](Checks& checks) {
          checks.missing(*node, name, std::string(doc) + of, example_for<M>(spec),
                         reader->area_of_design(*node));
        });
      }
    }
  };

  /// Names the fields of a record without reading them.
  struct NameVisitor {
    std::vector<std::string_view> names;
    template <class M>
    void operator()(std::string_view name, M&, const FieldSpec&, std::string_view) {
      names.push_back(name);
    }
  };

  /// Finds out which kind a record of kinds is of, and what fields that kind has.
  template <RecordOfKinds T>
  struct KindVisitor {
    const Node* node;
    Kinds* kinds;
    template <class M>
    void operator()(std::string_view name, M&, const FieldSpec& spec, std::string_view) {
      if (name == T::kind_key) {
        const Node* word = node->find(name);
        kinds->key = name;
        if constexpr (shape_of<M> == Shape::word) {
          kinds->names = names_of_enum<M>();
          if (word && word->kind == Kind::scalar)
            kinds->chosen = parse_word(word->text, kinds->names).value;
        }
      } else {
        kinds->fields.push_back({name, spec});
      }
    }
  };

  template <class T>
  T read_scalar(const Node& node, T value, const FieldSpec& spec) {
    if (shape_of<T> == Shape::number && node.kind == Kind::distribution) {
      const auto distribution = read_distribution(node, spec, checks_);
      if (!distribution) return value;
      const std::string draw = draw_of(node);
      uncertain_.push_back({path_, draw, *distribution, {spec.min, spec.max}});
      if constexpr (shape_of<T> == Shape::number) return value_in(sample_, draw, *distribution);
    }
    const std::string* text = checks_.scalar(node, example_for<T>(spec));
    if (!text) return value;
    const Outcome<T> outcome = parse_scalar<T>(*text, spec);
    if (outcome.value) return *outcome.value;
    checks_.add(node, outcome.problem);
    return value;
  }

  template <Record T>
  T read_record(const Node& node, T value) {
    const std::size_t before = checks_.findings();
    if (!(ScalarRecord<T> && is_single(node))) {
      NameVisitor names;
      T::fields(value, names);
      if (!checks_.mapping(node, names.names)) return value;
    }
    Kinds kinds;
    if constexpr (RecordOfKinds<T>) {
      KindVisitor<T> kind{&node, &kinds};
      T::fields(value, kind);
    }
    FieldVisitor<T> visitor{this, &node, RecordOfKinds<T> ? &kinds : nullptr, {}, {}};
    T::fields(value, visitor);
    if constexpr (HasOtherKeys<T>)
      visitor.known.insert(visitor.known.end(), T::other_keys.begin(), T::other_keys.end());
    // An unknown key may be meant for any field that is left out.
    if (!is_single(node))
      note(visitor.left_out, [&](Checks& checks) {
        checks.known_keys(node, visitor.known,
                          kinds.chosen ? kinds.fields_of_chosen() : visitor.known);
      });
    validate(node, value, checks_.findings() == before);
    return value;
  }

  /// What `check` may find leaves these fields of the record unread.
  template <class Check>
  void note(const std::vector<std::string_view>& fields, Check check) {
    const std::size_t before = checks_.findings();
    check(checks_);
    const std::size_t found = checks_.findings() - before;
    placed_ += found;
    if (found > 0)
      for (const std::string_view field : fields)
        unread_.add(join_path(path_, field));
  }

  /// `all_well`: nothing is wrong with any field.
  template <class T>
  void validate(const Node& node, const T& value, bool all_well) {
    if constexpr (requires(Problems & problems) { value.validate(problems); }) {
      Problems problems;
      value.validate(problems);
      if (!all_well)
        std::erase_if(problems, [&](const Problem& p) { return !unread_.spares(path_, p.from); });
      note({}, [&](Checks& checks) { checks.problems(node, problems); });
    }
  }

  template <class T>
  T read_table(const Node& node, T table, const FieldSpec& spec) {
    using Key = typename TableOf<T>::Key;
    using Value = typename TableOf<T>::Value;
    std::vector<std::string_view> known = names_of_enum<Key>();
    known.emplace_back("all");
    const bool scalar = takes_scalar<Value> && is_single(node);
    if (!scalar && !checks_.mapping(node, known)) return table;
    std::vector<std::string_view> lacking;
    for (const Key key : all_of<Key>()) {
      const Found found = node_of_name<Value>(node, name_of(key));
      const Step step(path_, name_of(key));
      if (found.node)
        table[key] = read(*found.node, std::move(table[key]), spec);
      else if (spec.required)
        lacking.push_back(name_of(key));
    }
    checks_.lacks(node, lacking);
    if (!scalar) checks_.known_keys(node, known);
    return table;
  }

  template <class T>
  T read_optional(const Node& node, const FieldSpec& spec) {
    if (node.kind == Kind::null) return std::nullopt;
    FieldSpec within = spec;  // must be given: the whole, not every name in it
    within.required = false;
    return read(node, typename T::value_type(), within);
  }

  template <class T>
  T read_list(const Node& node, const FieldSpec& spec) {
    using Value = typename T::value_type;
    const std::string item = example_for<Value>(spec);
    T list;
    if (!checks_.sequence(node, item.empty() ? "" : "[" + item + "]")) return list;
    for (const NodePtr& child : node.items) {
      const Step step(path_, std::to_string(list.size()));
      list.push_back(read(*child, Value(), spec));
    }
    return list;
  }

  template <class T>
  T read_names(const Node& node, const FieldSpec& spec) {
    using Value = typename T::mapped_type;
    T names;
    if (const Node* lone = is_single(node) ? node_of_entry<Value>(node, "all") : nullptr) {
      const Step step(path_, "all");
      names["all"] = read(*lone, Value(), spec);
      return names;
    }
    if (!checks_.mapping(node, {})) return names;
    checks_.nothing_new(node);
    for (const Entry& entry : node.entries) {
      const Step step(path_, entry.key);
      checks_.good_name(entry);
      names[entry.key] = read(*entry.value, Value(), spec);
    }
    return names;
  }

  /// The area in which a design is being read that the top level describes; "" if none is.
  std::string_view area_of_design(const Node& node) const {
    constexpr std::string_view areas = "areas.";
    const std::string_view path = path_;
    if (!node.path.starts_with("designs.") || !path.starts_with(areas)) return "";
    return path.substr(areas.size(), path.find('.', areas.size()) - areas.size());
  }

  Checks checks_;
  std::string path_;  // of the member being read
  Unread unread_;
  std::size_t placed_ = 0;  // findings whose members are in unread_, or need not be
  std::vector<Uncertain> uncertain_;
  Sample sample_;
};

}  // namespace pbrsim::yaml
