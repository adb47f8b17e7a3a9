#include "scenario/distributions.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"

namespace pbrsim::yaml {

namespace {

template <class F, std::size_t... I>
void for_each_family(F&& f, std::index_sequence<I...>) {
  (f(std::variant_alternative_t<I, Distribution>()), ...);
}
template <class F>
void for_each_family(F&& f) {
  for_each_family(f, std::make_index_sequence<std::variant_size_v<Distribution>>());
}

/// A parameter in the unit of the key; how far it may reach is a matter of the whole distribution.
FieldSpec of_key(const FieldSpec& parameter, const FieldSpec& key) {
  return parameter.unit == Unit::of_key ? FieldSpec{key.unit}.must() : parameter;
}

struct Names {
  std::vector<std::string_view> names;
  void operator()(std::string_view name, double&, const FieldSpec&, std::string_view) {
    names.push_back(name);
  }
};

template <class Family>
std::vector<std::string_view> parameters_of(Family family) {
  Names visitor;
  Family::fields(family, visitor);
  return visitor.names;
}

std::size_t given(const std::vector<std::string_view>& parameters, const Node& node) {
  return static_cast<std::size_t>(std::count_if(parameters.begin(), parameters.end(),
                                                [&](auto name) { return node.find(name); }));
}

/// The family of the node's tag that has most of its keys; a family may have several ways to say
/// it.
Distribution family_of(const Node& node) {
  std::optional<Distribution> best;
  std::size_t most = 0;
  for_each_family([&](auto family) {
    const std::size_t fitting = given(parameters_of(family), node);
    if (family.tag != node.text || (best && fitting <= most)) return;
    best = family;
    most = fitting;
  });
  PBRSIM_ENSURE(best);
  return *best;
}

struct ParameterReader {
  const Node* node;
  const FieldSpec* key;
  Checks* checks;
  std::vector<std::string_view> known;

  void operator()(std::string_view name, double& value, const FieldSpec& spec,
                  std::string_view doc) {
    known.push_back(name);
    const FieldSpec own = of_key(spec, *key);
    const Node* child = node->find(name);
    if (!child) return checks->missing(*node, name, doc, example_of(own.unit));
    const std::string* text = checks->scalar(*child, example_of(own.unit));
    if (!text) return;
    const Outcome<double> outcome = parse_quantity(*text, own);
    if (outcome.value)
      value = *outcome.value;
    else
      checks->add(*child, outcome.problem);
  }
};

void check_draw(const Node& node, Checks& checks) {
  const Node* draw = node.find(draw_key);
  if (draw && (draw->kind != Kind::scalar || draw->text.empty()))
    checks.add(*draw, "must be a name; distributions with one name are drawn together");
}

/// To three digits.
double rounded(double value) {
  const double unit = std::pow(10, std::floor(std::log10(std::abs(value))) - 2);
  return value == 0 ? 0 : std::round(value / unit) * unit;
}

void check_reach(const Node& node, const Distribution& distribution, const FieldSpec& spec,
                 Checks& checks) {
  const Interval reached = reach(distribution);
  const bool below = reached.low < spec.min;
  if (!below && reached.high <= spec.max) return;
  const bool tail = std::isinf(below ? support(distribution).low : support(distribution).high);
  checks.add(node, "is a distribution that reaches " +
                       format_quantity(rounded(below ? reached.low : reached.high), spec.unit) +
                       (tail ? " (once in a million draws)" : "") + "; it must stay " +
                       range_of(spec) + ", so choose other parameters or another family");
}

struct ParameterWriter {
  const FieldSpec* key;
  Node* node;
  void operator()(std::string_view name, const double& value, const FieldSpec& spec,
                  std::string_view) {
    const Unit unit = of_key(spec, *key).unit;
    node->entries.push_back(
        {std::string(name), {}, finish(scalar_node(format_quantity(value, unit)))});
  }
};

/// The distribution with what the node says put in.
Distribution fill(const Node& node, const FieldSpec& spec, Checks& checks) {
  Distribution distribution = family_of(node);
  ParameterReader reader{&node, &spec, &checks, {}};
  std::visit(
      [&](auto& family) { std::remove_reference_t<decltype(family)>::fields(family, reader); },
      distribution);
  reader.known.push_back(draw_key);
  checks.known_keys(node, reader.known);
  return distribution;
}

}  // namespace

std::vector<std::string_view> distribution_tags() {
  std::vector<std::string_view> tags{constant_tag};
  for_each_family([&](auto family) {
    if (tags.back() != family.tag) tags.push_back(family.tag);
  });
  return tags;
}

std::string example_of(std::string_view tag) {
  std::string text;
  for_each_family([&](auto family) {
    if (family.tag != tag || !text.empty()) return;
    for (const std::string_view name : parameters_of(family))
      text += (text.empty() ? "" : ", ") + std::string(name) + ": …";
  });
  return "!" + std::string(tag) + (text.empty() ? " 1" : " {" + text + "}");
}

std::optional<Distribution> read_distribution(const Node& node, const FieldSpec& spec,
                                              Checks& checks) {
  if (spec.fixed) {
    checks.add(node, "is a distribution; this has to be known, so write one value, like " +
                         quote(example_of(spec.unit)));
    return std::nullopt;
  }
  const std::size_t before = checks.findings();
  const Distribution distribution = fill(node, spec, checks);
  check_draw(node, checks);
  if (checks.findings() > before) return std::nullopt;
  Problems problems;
  validate(distribution, problems);
  checks.problems(node, problems);
  if (problems.empty()) check_reach(node, distribution, spec, checks);
  return checks.findings() > before ? std::nullopt : std::optional(distribution);
}

std::string draw_of(const Node& node) {
  const Node* draw = node.find(draw_key);
  return draw ? draw->text : node.path;
}

NodePtr write_distribution(const Node& node, const FieldSpec& spec) {
  Report none;
  Checks checks(none);
  const Distribution distribution = fill(node, spec, checks);
  Node result;
  result.kind = Kind::distribution;
  result.text = node.text;
  ParameterWriter writer{&spec, &result};
  std::visit(
      [&](const auto& family) { std::remove_cvref_t<decltype(family)>::fields(family, writer); },
      distribution);
  Node draw = scalar_node(draw_of(node));
  draw.wording = true;
  result.entries.push_back({std::string(draw_key), {}, finish(std::move(draw))});
  result.provenance = node.provenance;
  return finish(std::move(result));
}

}  // namespace pbrsim::yaml
