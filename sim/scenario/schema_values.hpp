/// The parts of the JSON Schema that describe single values, each defined once under $defs.
#pragma once

#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "scenario/form.hpp"

namespace pbrsim::yaml {

using Json = nlohmann::ordered_json;

Json any_of(std::vector<Json> choices);
Json reference(const std::string& name);

class SchemaValues {
 public:
  /// Makes the definition once and refers to it.
  template <class Make>
  Json define(const std::string& name, Make&& make) {
    if (defined_.insert(name).second) {
      Json made = make();
      definitions_[name] = std::move(made);
    }
    return reference(name);
  }

  /// The keys source, mark and note, and extends where files may be extended.
  Json provenance_keys_of(bool extends);
  /// The value, or {value: …} with its provenance.
  Json sourced(const Json& value);
  /// A single value of the form.
  Json scalar(const Form& form, const FieldSpec& spec);

  const Json& definitions() const { return definitions_; }

 private:
  static Json plain_number(const FieldSpec& spec);
  Json distribution(Unit unit);
  Json number(const FieldSpec& spec);
  Json whole(const FieldSpec& spec);

  std::set<std::string> defined_;
  Json definitions_ = Json::object();
};

}  // namespace pbrsim::yaml
