#include "scenario/schema.hpp"

#include <algorithm>

#include "scenario/form.hpp"
#include "scenario/scenario.hpp"
#include "scenario/schema_values.hpp"

namespace pbrsim {

namespace {

using namespace yaml;

/// Whether a mapping has to be complete or may leave to others what it does not say.
enum class Part { whole, part };

constexpr const char* name_pattern = "^[A-Za-z][A-Za-z0-9_-]*$";

class Schema : private SchemaValues {
 public:
  Json make(const Form& scenario) {
    Json root{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
              {"$id", "https://pbrsim.invalid/scenario.schema.json"},
              {"title", "pbrsim scenario"}};
    root.update(record(scenario, Part::whole));
    root["$defs"] = definitions();
    return root;
  }

 private:
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
    if (!form.alternatives.empty()) result["allOf"] = alternatives(form);
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

  /// Fields of two sets are not given together; an empty value or list gives nothing.
  static Json alternatives(const Form& form) {
    const Json given{{"not", {{"enum", {nullptr, Json::array()}}}}};
    Json rules = Json::array();
    for (const auto set : form.alternatives)
      for (const auto other : form.alternatives) {
        if (set >= other) continue;
        const std::string a(set.substr(0, set.find(' '))), b(other.substr(0, other.find(' ')));
        rules.push_back(
            {{"not", {{"required", {a, b}}, {"properties", {{a, given}, {b, given}}}}}});
      }
    return rules;
  }
};

}  // namespace

std::string scenario_schema() {
  Forms forms;
  return Schema().make(*forms.of<Scenario>()).dump(2) + "\n";
}

}  // namespace pbrsim
