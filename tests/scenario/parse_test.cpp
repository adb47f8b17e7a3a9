// Trees from text: places, provenance, limits.
#include "scenario/parse.hpp"

#include "core/error.hpp"
#include "scenario/support.hpp"
#include "support/catch.hpp"

using namespace pbrsim;
using namespace pbrsim::yaml;
using namespace pbrsim::test;

namespace {

struct Parsed {
  NodePtr root;
  std::string problems;
};

Parsed parse_text(const std::string& text) {
  Report report;
  const int source = report.add_file("x");
  const NodePtr root = parse(text, source, report);
  try {
    report.stop_if_any();
  } catch (const UserError& error) {
    return {root, error.what()};
  }
  return {root, ""};
}

/// A list that holds `count` values and counts as one more.
std::string list_of(int count) {
  std::string text = "a: [1";
  for (int i = 1; i < count; ++i)
    text += ",1";
  return text + "]\n";
}

std::string nested(int depth) {
  return "a: " + std::string(static_cast<std::size_t>(depth), '[') + "1" +
         std::string(static_cast<std::size_t>(depth), ']') + "\n";
}

/// Each list holds the one before ten times: 10^levels values.
std::string laughs(int levels) {
  std::string text = "l0: &l0 [1,1,1,1,1,1,1,1,1,1]\n";
  for (int i = 1; i < levels; ++i) {
    const std::string before = "*l" + std::to_string(i - 1);
    text += "l" + std::to_string(i) + ": &l" + std::to_string(i) + " [" + before;
    for (int j = 1; j < 10; ++j)
      text += "," + before;
    text += "]\n";
  }
  return text;
}

}  // namespace

TEST_CASE("scalars know their own place, everything else that of its key") {
  const NodePtr root = parse_text("a: 1\nb:\n  c: {d: 2}\ne:\n").root;
  const auto place = [&](const Node& n) { return std::make_pair(n.place.line, n.place.column); };
  CHECK(place(*root) == std::make_pair(1, 1));
  CHECK(place(*root->find("a")) == std::make_pair(1, 4));
  CHECK(place(*root->find("b")) == std::make_pair(2, 1));
  CHECK(place(*root->find("b")->find("c")) == std::make_pair(3, 3));
  CHECK(place(*root->find("b")->find("c")->find("d")) == std::make_pair(3, 10));
  CHECK(place(*root->find("e")) == std::make_pair(4, 1));
}

TEST_CASE("provenance is taken out, and a lone value becomes itself") {
  const NodePtr root = parse_text(
                           "a: {value: 0.72, source: 'Bell 2012, table 3', mark: R-M, note: x}\n"
                           "b: {source: s, c: 1}\n"
                           "d: {value: [1, 2], mark: J}\n"
                           "e: {value: {f: 1}}\n"
                           "g: {value: 1, h: 2}\n")
                           .root;
  CHECK(root->find("a")->text == "0.72");
  CHECK(root->find("a")->provenance.source == "Bell 2012, table 3");
  CHECK(root->find("a")->provenance.mark == "R-M");
  CHECK(root->find("a")->provenance.note == "x");
  CHECK(root->find("a")->place.column == 12);
  CHECK(root->find("b")->provenance.source == "s");
  CHECK(root->find("b")->entries.size() == 1);
  CHECK(root->find("d")->items.size() == 2);
  CHECK(root->find("d")->provenance.mark == "J");
  CHECK(root->find("e")->find("value")->kind == Kind::mapping);
  CHECK(root->find("g")->entries.size() == 2);
}

TEST_CASE("all marks are known") {
  for (const char* mark : {"S", "R-H", "R-M", "R-L", "D", "J"})
    CHECK(parse_text(std::string("mark: ") + mark).problems == "");
  CHECK(
      parse_text("mark: R").problems ==
      "x:1:1: mark: is \"R\"; must be one of S, R-H, R-M, R-L, D, J\n1 problem; nothing was run.");
}

TEST_CASE("aliases are allowed, core tags too") {
  const Parsed parsed = parse_text("a: &x {b: !!float 1}\nc: *x\nd: !!str yes\n*x : 1\n");
  CHECK(parsed.root->find("c")->find("b")->text == "1");
  CHECK(parsed.root->find("d")->text == "yes");
  CHECK(parsed.problems ==
        "x:4:1: has a key that is not a word; keys are names such as opiate\n"
        "1 problem; nothing was run.");
}

TEST_CASE("the first of two keys counts, and the second one's value is dropped whole") {
  const Parsed parsed = parse_text("a: 1\na: {b: [2, {c: 3}]}\nd: 4\n");
  CHECK(parsed.root->find("a")->text == "1");
  CHECK(parsed.root->find("d")->text == "4");
  CHECK(parsed.problems ==
        "x:2:1: a: is given twice, first in line 1; keep one\n1 problem; nothing was run.");
}

TEST_CASE("400000 values are the limit, written out or by aliases") {
  CHECK(parse_text(list_of(399998)).problems == "");
  CHECK(parse_text(list_of(399999)).problems ==
        "x:1:1: a: makes more than 400000 values, aliases written out; shorten it\n"
        "1 problem; nothing was run.");
  CHECK(parse_text(laughs(5)).problems == "");
  for (const int levels : {6, 9, 20, 60})
    CHECK(parse_text(laughs(levels)).problems.find("makes more than 400000 values") !=
          std::string::npos);
}

TEST_CASE("100 levels are the limit") {
  CHECK(parse_text(nested(99)).problems == "");
  CHECK(parse_text(nested(100)).problems.find("is nested more than 100 deep; flatten it") !=
        std::string::npos);
  CHECK(parse_text(nested(100000)).problems.find("is nested more than 100 deep; flatten it") !=
        std::string::npos);
}

TEST_CASE("broken and cut-off text never gets past the parser as anything but a problem") {
  std::string text;
  for (const char c :
       laughs(3) + "z: {value: \"q\\x41\", note: |\n  words\n  more\n }\n? [x]\n: y\n") {
    text += c;
    const Parsed parsed = parse_text(text);
    CHECK((parsed.root || !parsed.problems.empty()));
  }
}
