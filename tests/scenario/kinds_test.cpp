// Records of kinds: lists of alternatives, each with its own keys, one within another.
#include <sstream>

#include "core/error.hpp"
#include "scenario/form.hpp"
#include "scenario/parse.hpp"
#include "scenario/print.hpp"
#include "scenario/reader.hpp"
#include "support/catch.hpp"

namespace {

enum class RuleKind : std::uint8_t { always, share_of, any_of };

}  // namespace

template <>
struct pbrsim::EnumNames<RuleKind> {
  static constexpr std::array<std::string_view, 3> values{"always", "share_of", "any_of"};
};

namespace {

using namespace pbrsim;
using namespace pbrsim::yaml;

struct Rule {
  RuleKind kind = RuleKind::always;
  double share = 0;
  std::vector<Rule> rules;
  std::string label;

  static constexpr std::string_view kind_key = "kind";
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("kind", self.kind, spec::any.must(), "what it is");
    visit("share", self.share, spec::share.must().only(RuleKind::share_of), "how much");
    visit("rules", self.rules, spec::any.must().only(RuleKind::any_of), "of which one holds");
    visit("label", self.label, spec::any.only(RuleKind::share_of, RuleKind::any_of), "its name");
  }
};

struct Rules {
  std::vector<Rule> rules;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("rules", self.rules, spec::any, "in order");
  }
};

struct Read {
  Rules rules;
  std::string problems;
  std::string again;
};

Read read(const std::string& text) {
  Report report;
  const NodePtr tree = parse(text, report.add_file("x"), report);
  REQUIRE(tree);
  const NodePtr root = with_paths(tree, "");
  Read result{Reader(report).read(*root, Rules(), FieldSpec{}), "", ""};
  try {
    report.stop_if_any();
    result.again = print(*write(result.rules, root.get(), FieldSpec{}));
  } catch (const UserError& error) {
    result.problems = error.what();
  }
  return result;
}

}  // namespace

TEST_CASE("each item of a list has the keys of its kind, to any depth") {
  const Read all = read(
      "rules:\n- kind: always\n- {kind: any_of, label: both, rules: [{kind: share_of, share: 20%}, "
      "{kind: always}]}\n");
  CHECK(all.problems == "");
  REQUIRE(all.rules.rules.size() == 2);
  REQUIRE(all.rules.rules[1].rules.size() == 2);
  CHECK(all.rules.rules[1].rules[0].share == 0.2);
  CHECK(all.again ==
        "rules: [{kind: always}, {kind: any_of, rules: [{kind: share_of, share: 0.2, label: \"\"}, "
        "{kind: always}], label: both}]\n");
  CHECK(read(all.again).again == all.again);
}

TEST_CASE("what is wrong with an item names its kind and its place in the list") {
  CHECK(
      read("rules:\n- {kind: share_of, label: x}\n- {kind: always, share: 0.1}\n"
           "- {kind: any_of, rules: [{kind: shareof}, {share: 1}, {kind: share_of, shrae: 1}]}\n")
          .problems ==
      "x:2:3: rules.0.share: is missing (how much, needed by kind share_of); add it, like "
      "\"share: 0.35\"\n"
      "x:3:25: rules.1.share: is not used by kind always; remove it or change the kind (always "
      "has no other keys)\n"
      "x:4:33: rules.2.rules.0.kind: is \"shareof\"; must be one of always, share_of, any_of; did "
      "you mean \"share_of\"?\n"
      "x:4:43: rules.2.rules.1.kind: is missing (what it is); add it, like \"kind: always\"\n"
      "x:4:55: rules.2.rules.2.share: is missing (how much, needed by kind share_of); add it, "
      "like \"share: 0.35\"\n"
      "x:4:72: rules.2.rules.2.shrae: is not known here; did you mean \"share\"? (known are: "
      "share, label)\n"
      "6 problems; nothing was run.");
}

TEST_CASE("the form of a kind that holds itself is finite") {
  Forms forms;
  const Form* rules = forms.of<Rules>();
  const Form* rule = record_in(*rules->fields[0].form);
  CHECK(rule->kind_key == "kind");
  CHECK(rule->kinds == std::vector<std::string_view>{"always", "share_of", "any_of"});
  CHECK(record_in(*rule->fields[2].form) == rule);
}
