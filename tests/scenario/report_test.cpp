// How findings are told: order, repetitions, cutting, suggestions.
#include "scenario/report.hpp"

#include "core/error.hpp"
#include "support/catch.hpp"

using namespace pbrsim;
using namespace pbrsim::yaml;

namespace {

std::string text_of(const Report& report) {
  try {
    report.stop_if_any();
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("findings come by source, line and column, whatever their order was") {
  Report report;
  const int a = report.add_file("a.yaml"), b = report.add_file("b.yaml");
  const int option = report.add_option("--set run.seed");
  report.add({option, 1, 1}, "run.seed", "six");
  report.add({b, 1, 1}, "x", "five");
  report.add({a, 10, 1}, "x", "four");
  report.add({a, 9, 12}, "x", "three");
  report.add({a, 9, 2}, "x", "two");
  report.add({a, 0, 0}, "", "one");
  CHECK(text_of(report) ==
        "a.yaml: one\na.yaml:9:2: x: two\na.yaml:9:12: x: three\na.yaml:10:1: x: four\nb.yaml:1:1: "
        "x: five\n"
        "--set run.seed: six\n6 problems; nothing was run.");
}

TEST_CASE("the same of the same place and key is said once") {
  Report report;
  const int a = report.add_file("a");
  report.add({a, 1, 1}, "areas.wigan.x", "bad");
  report.add({a, 1, 1}, "areas.leeds.x", "bad");
  report.add({a, 1, 1}, "areas.leeds.y", "bad");
  report.add({a, 1, 1}, "areas.leeds.y", "worse");
  report.add({a, 1, 2}, "areas.leeds.x", "bad");
  CHECK(text_of(report) ==
        "a:1:1: areas.wigan.x: bad\na:1:1: areas.leeds.y: bad\na:1:1: areas.leeds.y: worse\n"
        "a:1:2: areas.leeds.x: bad\n4 problems; nothing was run.");
}

TEST_CASE("no findings, no error") { CHECK(text_of(Report()).empty()); }

TEST_CASE("what users wrote is cut and cannot break the lines of a report") {
  CHECK(quote("a\nb\x1b[31m") == "\"a b [31m\"");
  CHECK(quote(std::string(60, 'x')) == '"' + std::string(60, 'x') + '"');
  CHECK(quote(std::string(61, 'x')) == '"' + std::string(60, 'x') + "…\"");
  CHECK(quote(std::string(59, 'x') + "é") == '"' + std::string(59, 'x') + "…\"");
  Report report;
  report.add({report.add_file("a"), 1, 1}, "b\n" + std::string(1000, 'k'), "bad");
  CHECK(text_of(report) ==
        "a:1:1: b " + std::string(238, 'k') + "…: bad\n1 problem; nothing was run.");
}

TEST_CASE("words are suggested where they are near") {
  CHECK(nearest_word("opiates", {"opiate", "alcohol"}) == "opiate");
  CHECK(nearest_word("replicatons", {"seed", "replications"}) == "replications");
  CHECK(nearest_word("sed", {"seed"}) == "seed");
  CHECK(nearest_word("wait", {"rate", "wade"}).empty());
  CHECK(nearest_word("x", {"y"}).empty());
  CHECK(nearest_word("xx", {"yy"}).empty());
  CHECK(nearest_word("", {"ab"}).empty());
  CHECK(nearest_word(std::string(1000000, 'x'), {"xx"}).empty());
  CHECK(nearest_word("within", {"within_months", "lag_months"}) == "within_months");
  CHECK(nearest_word("months", {"within_months", "share"}) == "within_months");
  CHECK(nearest_word("months", {"within_months", "lag_months"}).empty());  // which?
  CHECK(nearest_word("price_per_week", {"price", "share"}) == "price");
  CHECK(nearest_word("with", {"within_months", "share"}).empty());
}

TEST_CASE("problems of a struct are placed at the nearest node there is") {
  const NodePtr leaf = finish(scalar_node("1", {0, 5, 5}));
  Node all, list, root;
  all.kind = list.kind = root.kind = Kind::mapping;
  all.place = {0, 4, 4};
  all.entries = {{"rate", {}, leaf}};
  list.kind = Kind::sequence;
  list.place = {0, 3, 3};
  list.items = {leaf, finish(scalar_node("2", {0, 6, 6}))};
  root.place = {0, 1, 1};
  root.entries = {{"all", {}, finish(all)}, {"list", {}, finish(list)}};
  CHECK(nearest(root, "").place.line == 1);
  CHECK(nearest(root, "opiate.rate").place.line == 5);
  CHECK(nearest(root, "opiate.shape.x").place.line == 4);
  CHECK(nearest(root, "list.1").place.line == 6);
  CHECK(nearest(root, "list.2.from").place.line == 3);
  CHECK(nearest(root, "list.x").place.line == 3);
}
