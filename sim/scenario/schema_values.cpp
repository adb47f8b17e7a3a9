#include "scenario/schema_values.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "scenario/provenance.hpp"

namespace pbrsim::yaml {

namespace {

std::string on_end(double value) {
  std::string text = format_quantity(value, Unit::none);
  std::replace(text.begin(), text.end(), '-', 'm');
  return text;
}

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

}  // namespace

Json any_of(std::vector<Json> choices) {
  return choices.size() == 1 ? choices[0] : Json{{"anyOf", std::move(choices)}};
}

Json reference(const std::string& name) { return {{"$ref", "#/$defs/" + name}}; }

Json SchemaValues::provenance_keys_of(bool extends) {
  Json keys = Json::object();
  for (const auto key : provenance_keys)
    keys[std::string(key)] = reference("said");
  define("said", [] { return Json{{"type", {"string", "number", "boolean"}}}; });
  keys["mark"] = define("mark", [] {
    return Json{{"enum", {"S", "R-H", "R-M", "R-L", "D", "J"}},
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

Json SchemaValues::sourced(const Json& value) {
  Json properties{{"value", value}};
  properties.update(provenance_keys_of(false));
  return any_of({value, Json{{"type", "object"},
                             {"properties", std::move(properties)},
                             {"required", {"value"}},
                             {"additionalProperties", false}}});
}

Json SchemaValues::plain_number(const FieldSpec& spec) {
  const Json text{{"type", "string"}, {"pattern", pattern_of(spec.unit)}};
  if (format_quantity(2, spec.unit) != "2") return text;
  Json number{{"type", "number"}};
  if (std::isfinite(spec.min)) number["minimum"] = spec.min;
  if (std::isfinite(spec.max)) number["maximum"] = spec.max;
  return any_of({number, text});
}

Json SchemaValues::number(const FieldSpec& spec) {
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

Json SchemaValues::whole(const FieldSpec& spec) {
  Json number{{"type", "integer"}};
  if (std::isfinite(spec.min)) number["minimum"] = spec.min;
  if (std::isfinite(spec.max)) number["maximum"] = spec.max;
  return sourced(any_of({number, Json{{"type", "string"}, {"pattern", "^[+-]?[0-9]+$"}}}));
}

Json SchemaValues::scalar(const Form& form, const FieldSpec& spec) {
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
    case Shape::word: return define(form.type, [&] { return sourced(Json{{"enum", form.words}}); });
    default:
      return define("text", [&] {
        return sourced(Json{{"type", {"string", "number", "boolean"}}});
      });
  }
}

Json SchemaValues::distribution(Unit unit) {
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

}  // namespace pbrsim::yaml
