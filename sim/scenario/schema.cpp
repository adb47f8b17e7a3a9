#include "scenario/schema.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include <nlohmann/json.hpp>

#include "scenario/form.hpp"
#include "scenario/provenance.hpp"
#include "scenario/scenario.hpp"

namespace pbrsim {

namespace {

using namespace yaml;
using Json = nlohmann::ordered_json;

/// Whether a mapping has to be complete or may leave to others what it does not say.
enum class Part { whole, part };

constexpr const char* name_pattern = "^[A-Za-z][A-Za-z0-9_-]*$";

Json any_of(std::vector<Json> choices) {
  return choices.size() == 1 ? choices[0] : Json{{"anyOf", std::move(choices)}};
}

Json reference(const std::string& name) { return {{"$ref", "#/$defs/" + name}}; }

std::string on_end(double value) {
  std::string text = format_quantity(value, Unit::none);
  std::replace(text.begin(), text.end(), '-', 'm');
  return text;
}

class Schema {
 public:
  Json make(const Form& scenario) {
    Json root{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
              {"$id", "https://pbrsim.invalid/scenario.schema.json"},
              {"title", "pbrsim scenario"}};
    root.update(record(scenario, Part::whole));
    root["$defs"] = std::move(definitions_);
    return root;
  }

 private:
  /// Makes the definition once and refers to it.
  template <class Make>
  Json define(const std::string& name, Make&& make) {
    if (defined_.insert(name).second) {
      Json made = make();
      definitions_[name] = std::move(made);
    }
    return reference(name);
  }

  Json provenance_keys_of(bool extends) {
    Json keys = Json::object();
    for (const auto key : provenance_keys)
      keys[std::string(key)] = reference("said");
    define("said", [] { return Json{{"type", {"string", "number", "boolean"}}}; });
    keys["mark"] = define("mark", [] {
      return Json{
          {"enum", {"S", "R-H", "R-M", "R-L", "D", "J"}},
          {"description",
           "S sourced; R-H, R-M, R-L recalled with high, medium, low confidence; D derived; "
           "J judgement"}};
    });
    if (extends)
      keys["extends"] = define("extends", [] {
        return Json{{"type", {"string", "array"}},
                    {"items", {{"type", "string"}}},
                    {"description", "files that this mapping goes over"}};
      });
    return keys;
  }

  /// The value, or {value: …} with its provenance.
  Json sourced(const Json& value) {
    Json properties{{"value", value}};
    properties.update(provenance_keys_of(false));
    return any_of({value, Json{{"type", "object"},
                               {"properties", std::move(properties)},
                               {"required", {"value"}},
                               {"additionalProperties", false}}});
  }

  Json plain_number(const FieldSpec& spec) {
    const Json text{{"type", "string"}, {"pattern", pattern_of(spec.unit)}};
    if (format_quantity(2, spec.unit) != "2") return text;
    Json number{{"type", "number"}};
    if (std::isfinite(spec.min)) number["minimum"] = spec.min;
    if (std::isfinite(spec.max)) number["maximum"] = spec.max;
    return any_of({number, text});
  }

  Json distribution(Unit unit);

  Json number(const FieldSpec& spec) {
    const bool plain = format_quantity(2, spec.unit) == "2";
    std::string name = noun_of(spec.unit);
    std::replace(name.begin(), name.end(), ' ', '_');
    if (spec.fixed) name += "_known";
    if (plain && std::isfinite(spec.min)) name += "_from_" + on_end(spec.min);
    if (plain && std::isfinite(spec.max)) name += "_to_" + on_end(spec.max);
    return define(name, [&] {
      std::vector<Json> choices{plain_number(spec)};
      if (!spec.fixed) choices.push_back(distribution(spec.unit));
      return sourced(any_of(std::move(choices)));
    });
  }

  Json whole(const FieldSpec& spec) {
    Json number{{"type", "integer"}};
    if (std::isfinite(spec.min)) number["minimum"] = spec.min;
    if (std::isfinite(spec.max)) number["maximum"] = spec.max;
    return sourced(any_of({number, Json{{"type", "string"}, {"pattern", "^[+-]?[0-9]+$"}}}));
  }

  Json scalar(const Form& form, const FieldSpec& spec) {
    switch (form.shape) {
      case Shape::number: return number(spec);
      case Shape::whole: return whole(spec);
      case Shape::truth:
        return define("truth", [&] {
          return sourced(any_of({Json{{"type", "boolean"}},
                                 Json{{"enum", {"true", "yes", "on", "false", "no", "off"}}}}));
        });
      case Shape::date:
        return define("date", [&] {
          return sourced(Json{{"type", "string"}, {"pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}});
        });
      case Shape::word:
        return define(form.type, [&] { return sourced(Json{{"enum", form.words}}); });
      default:
        return define("text", [&] {
          return sourced(Json{{"type", {"string", "number", "boolean"}}});
        });
    }
  }

  Json any(const Form& form, const FieldSpec& spec, Part part) {
    switch (form.shape) {
      case Shape::record: return record_reference(form, part);
      case Shape::table: return table(form, spec, part);
      case Shape::names: return names(form, spec, part);
      case Shape::list:
        return sourced(Json{{"type", "array"}, {"items", any(*form.element, spec, Part::whole)}});
      case Shape::optional: return any_of({any(*form.element, spec, part), Json{{"type", "null"}}});
      default: return scalar(form, spec);
    }
  }

  /// What may stand in a mapping under a key.
  Json value(const Form& form, const FieldSpec& spec, Part part) {
    Json result = any(form, spec, part);
    if (part == Part::whole || form.shape == Shape::optional) return result;
    return any_of({std::move(result), Json{{"type", "null"}}});
  }

  static bool takes_single(const Form& form) {
    return form.shape <= Shape::word || !form.scalar_key.empty();
  }

  /// The lone value that may stand for a whole record.
  std::vector<Json> single(const Form& form, const FieldSpec& spec) {
    if (form.shape <= Shape::word) return {scalar(form, spec)};
    for (const FormField& field : form.fields)
      if (field.name == form.scalar_key)
        return {scalar(*(field.form->element ? field.form->element : field.form), field.spec)};
    return {};
  }

  Json table(const Form& form, const FieldSpec& spec, Part part) {
    Json properties = Json::object();
    const bool beside_all = form.element->shape == Shape::record;
    for (const auto word : form.words)
      properties[std::string(word)] = value(*form.element, spec, beside_all ? Part::part : part);
    properties["all"] = value(*form.element, spec, beside_all ? Part::part : part);
    properties.update(provenance_keys_of(true));
    std::vector<Json> choices = single(*form.element, spec);
    choices.push_back({{"type", "object"},
                       {"properties", std::move(properties)},
                       {"additionalProperties", false}});
    return any_of(std::move(choices));
  }

  Json names(const Form& form, const FieldSpec& spec, Part part) {
    std::vector<Json> choices;
    if (form.element->shape == Shape::number) choices = single(*form.element, spec);
    choices.push_back({{"type", "object"},
                       {"properties", provenance_keys_of(true)},
                       {"propertyNames", {{"pattern", name_pattern}}},
                       {"additionalProperties", value(*form.element, spec, part)}});
    return any_of(std::move(choices));
  }

  Json record_reference(const Form& form, Part part) {
    const std::string name = form.type + (part == Part::part ? "_part" : "");
    std::vector<Json> choices = single(form, {});
    choices.push_back(define(name, [&] { return record(form, part); }));
    return any_of(std::move(choices));
  }

  Json record(const Form& form, Part part) {
    Json result = properties_of(form, part);
    if (part == Part::part) return result;
    define(form.type + "_part", [&] { return record(form, Part::part); });
    return {{"if", {{"type", "object"}, {"required", {"extends"}}}},
            {"then", reference(form.type + "_part")},
            {"else", std::move(result)}};
  }

  Json properties_of(const Form& form, Part part) {
    Json properties = Json::object(), required = Json::array();
    for (const FormField& field : form.fields) {
      const bool shared =
          std::find(form.shared.begin(), form.shared.end(), field.name) != form.shared.end();
      Json property{{"description", field.doc}};
      property.update(value(*field.form, field.spec, shared ? Part::part : part));
      properties[std::string(field.name)] = std::move(property);
      const bool always = form.kinds.empty() || field.name == form.kind_key;
      if (field.spec.required && !shared && always) required.push_back(field.name);
    }
    if (form.type == "Scenario") add_top_level(form, properties, required);
    properties.update(provenance_keys_of(true));
    Json result{
        {"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
    if (part == Part::whole && !required.empty()) result["required"] = std::move(required);
    if (!form.kinds.empty()) result["allOf"] = by_kind(form, part);
    if (part == Part::whole && !form.alternatives.empty()) add_alternatives(form, result);
    return result;
  }

  /// Keys of the file that are no members: what areas share, and the version.
  void add_top_level(const Form& form, Json& properties, Json& required) {
    properties["pbrsim"] = {{"description", "version of the format"}, {"enum", {1, "1"}}};
    required.push_back("pbrsim");
    required.push_back("designs");
    for (const FormField& top : form.fields)
      if (top.name == "areas")
        for (const FormField& field : record_in(*top.form)->fields)
          if (field.name == "pathway" || field.name == "designs")
            properties[std::string(field.name)] = value(*field.form, field.spec, Part::part);
  }

  static Json by_kind(const Form& form, Part part) {
    Json rules = Json::array();
    const std::string key(form.kind_key);
    for (std::size_t kind = 0; kind < form.kinds.size(); ++kind) {
      Json absent = Json::object(), required = Json::array();
      for (const FormField& field : form.fields) {
        if (field.name == form.kind_key) continue;
        if (!field.spec.is_for(kind))
          absent[std::string(field.name)] = {{"type", "null"}};
        else if (field.spec.required)
          required.push_back(field.name);
      }
      Json then{{"properties", std::move(absent)}};
      if (part == Part::whole) then["required"] = std::move(required);
      Json is{{"properties", {{key, {{"const", form.kinds[kind]}}}}}, {"required", {key}}};
      rules.push_back({{"if", std::move(is)}, {"then", std::move(then)}});
    }
    return rules;
  }

  static std::vector<std::string> split(std::string_view words) {
    std::vector<std::string> result(1);
    for (const char c : words)
      c == ' ' ? result.emplace_back().clear() : result.back().push_back(c);
    return result;
  }

  /// At most one of the sets of fields, and each set complete.
  static void add_alternatives(const Form& form, Json& result) {
    Json together = Json::object(), apart = Json::array();
    for (const auto set : form.alternatives) {
      const auto fields = split(set);
      for (const std::string& a : fields)
        for (const std::string& b : fields)
          if (a != b) together[a].push_back(b);
      for (const auto other : form.alternatives)
        if (set < other) apart.push_back({{"not", {{"required", {fields[0], split(other)[0]}}}}});
    }
    result["dependentRequired"] = std::move(together);
    result["allOf"] = std::move(apart);
  }

  std::set<std::string> defined_;
  Json definitions_ = Json::object();
};

/// The parameters of every family, in the unit of the key.
struct ParameterLister {
  std::function<Json(const FieldSpec&)> number;
  Json properties = Json::object();
  Json required = Json::array();
  void operator()(std::string_view name, double&, const FieldSpec& spec, std::string_view doc) {
    Json property{{"description", doc}};
    property.update(number(spec));
    properties[std::string(name)] = std::move(property);
    required.push_back(name);
  }
};

Json Schema::distribution(Unit unit) {
  std::string name = "distribution_of_" + noun_of(unit);
  std::replace(name.begin(), name.end(), ' ', '_');
  return define(name, [&] {
    std::vector<Json> families;
    const auto add = [&](auto family) {
      ParameterLister lister{[&](const FieldSpec& spec) {
        FieldSpec known = spec;
        if (spec.unit == Unit::of_key) known = FieldSpec{unit};
        return sourced(plain_number(known));
      }};
      decltype(family)::fields(family, lister);
      lister.properties["draw"] = {{"type", "string"},
                                   {"description", "distributions of one name are drawn together"}};
      lister.properties.update(provenance_keys_of(false));
      families.push_back({{"description", "!" + std::string(family.tag)},
                          {"type", "object"},
                          {"properties", std::move(lister.properties)},
                          {"required", std::move(lister.required)},
                          {"additionalProperties", false}});
    };
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (add(std::variant_alternative_t<I, Distribution>()), ...);
    }
    (std::make_index_sequence<std::variant_size_v<Distribution>>());
    return any_of(std::move(families));
  });
}

}  // namespace

std::string scenario_schema() {
  Forms forms;
  return Schema().make(*forms.of<Scenario>()).dump(2) + "\n";
}

}  // namespace pbrsim
