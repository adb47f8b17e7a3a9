// Every table of a run, read back against its schema and against datapackage.json.
#include <unistd.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "analysis/summary_tables.hpp"
#include "analysis/tables.hpp"
#include "cli/commands.hpp"
#include "results/data_package.hpp"
#include "results/panel_table.hpp"
#include "results/provider_table.hpp"
#include "support/catch.hpp"
#include "support/read_back.hpp"

using namespace pbrsim;
using namespace pbrsim::test;
namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace {

struct Folder {
  fs::path path = fs::temp_directory_path() / ("pbrsim_tables_test_" + std::to_string(::getpid()));
  Folder() { fs::remove_all(path); }
  explicit Folder(fs::path p) : path(std::move(p)) { fs::remove_all(path); }
  ~Folder() { fs::remove_all(path); }
};

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

cli::RunArguments arguments(const fs::path& out) {
  cli::RunArguments a;
  a.scenario.file = TWO_DESIGNS;
  a.scenario.replications = 2;
  a.scenario.threads = 2;
  a.out = out.string();
  a.quiet = true;
  return a;
}

/// The schema of a table of a run with these keys.
TableSchema schema_of(const std::string& name, const PanelKeys& keys, bool drawn) {
  const auto each = [&](TableSchema schema) {
    return drawn && keys.replication ? with_draw(std::move(schema)) : schema;
  };
  if (name == "panel") return each(panel_schema(keys));
  if (name == "providers") return each(provider_schema(keys));
  for (const TableSchema& schema : all_tables(drawn))
    if (schema.name == name) return schema;
  throw std::runtime_error("no table " + name);
}

std::map<std::string, Table> read_all(const fs::path& folder, const Json& package,
                                      const PanelKeys& keys, bool drawn) {
  std::map<std::string, Table> tables;
  for (const Json& r : package["resources"])
    tables.emplace(r["name"], read_table(folder / r["path"], schema_of(r["name"], keys, drawn)));
  return tables;
}

/// What datapackage.json says of a file against the file, and against the schema.
void check_resource(const fs::path& folder, const Json& r, const Table& table, bool suppressed) {
  const std::string bytes = bytes_of(folder / r["path"]);
  CHECK(r["bytes"] == bytes.size());
  CHECK(r["hash"] == "sha256:" + sha256(bytes));
  CHECK(r["encoding"] == "utf-8");
  CHECK((r.value("compression", "") == "gz") == (fs::path(r["path"]).extension() == ".gz"));
  const Json& schema = r["schema"];
  CHECK(schema["missingValues"] == (suppressed ? Json{"", "*"} : Json::array({""})));
  CHECK(schema["primaryKey"] == table.schema.primary_key);
  REQUIRE(schema["fields"].size() == table.header.size());
  for (std::size_t i = 0; i < table.header.size(); ++i) {
    const Json& f = schema["fields"][i];
    const Column& c = table.schema.columns[i];
    INFO(c.name);
    CHECK(f["name"] == table.header[i]);
    CHECK(f["type"] == name_of(c.type));
    CHECK(f["description"] == c.description);
    CHECK(f.value("unit", "") == c.unit);
    const Json constraints = f.value("constraints", Json::object());
    CHECK(constraints.contains("minimum") == c.minimum.has_value());
    CHECK(constraints.contains("maximum") == c.maximum.has_value());
    CHECK(constraints.value("enum", Json::array()).size() == c.allowed.size());
    CHECK(constraints.value("required", false) ==
          (c.required() && !(suppressed && c.disclosure != Disclosure::nothing)));
  }
}

/// Runs, and reads everything back.
std::map<std::string, Table> checked_run(const cli::RunArguments& a, const PanelKeys& keys,
                                         bool drawn = false) {
  REQUIRE(cli::run(a) == ExitCode::done);
  const fs::path folder = a.out;
  const Json package = Json::parse(bytes_of(folder / "datapackage.json"));
  auto tables = read_all(folder, package, keys, drawn);
  for (const auto& [name, table] : tables) {
    INFO(name);
    CHECK(table.rows.size() > 1);
    for (const std::string& problem : problems(table, tables, a.suppress > 0))
      FAIL_CHECK(problem);
  }
  for (const Json& r : package["resources"])
    check_resource(folder, r, tables.at(r["name"]), a.suppress > 0);
  // Nothing lies there that neither file speaks of.
  const Json manifest = Json::parse(bytes_of(folder / "manifest.json"));
  CHECK(manifest["files"].size() == package["resources"].size() + 1);
  for (const Json& f : manifest["files"])
    CHECK(f["sha256"] == sha256(bytes_of(folder / f["name"])));
  CHECK(static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), {})) ==
        manifest["files"].size() + 1);
  return tables;
}

}  // namespace

TEST_CASE("tables read back as declared") {
  const Folder folder;
  cli::RunArguments a = arguments(folder.path);
  a.episodes = a.people = a.evaluation = a.extract = true;
  const auto tables = checked_run(a, {});
  CHECK(tables.size() == all_tables().size());
  CHECK(tables.at("areas").rows.size() == 3);
  CHECK(tables.at("summary").rows.size() == 3 * 3 * tables.at("measures").rows.size());
}

TEST_CASE("tables of draws read back as declared, with and without rows by replication") {
  for (const bool by_replication : {false, true}) {
    const Folder folder;
    cli::RunArguments a = arguments(folder.path);
    a.scenario.file = UNCERTAIN;
    a.episodes = a.people = a.evaluation = a.extract = true;
    if (by_replication) a.by = {"replication"};
    const auto tables = checked_run(a, {false, false, by_replication}, true);
    CHECK(tables.size() == all_tables(true).size());
    CHECK(tables.at("draws").rows.size() == 10);
    CHECK(tables.at("uncertainty").rows.size() == 5 * 3 * tables.at("measures").rows.size());
  }
}

TEST_CASE("keys that --by adds are described, and compressed tables read back the same") {
  const Folder plain;
  const Folder packed(plain.path.string() + "_gz");
  cli::RunArguments a = arguments(plain.path);
  a.by = {"group", "cluster", "replication"};
  a.episodes = a.people = a.evaluation = a.extract = true;
  const auto tables = checked_run(a, {true, true, true});
  a.out = packed.path.string();
  a.gzip = true;
  const auto again = checked_run(a, {true, true, true});
  for (const auto& [name, table] : tables) {
    INFO(name);
    CHECK(table.rows == again.at(name).rows);
  }
  CHECK(fs::exists(packed.path / "panel.csv.gz"));
}

TEST_CASE("suppressed and rounded tables read back as declared") {
  const Folder folder;
  cli::RunArguments a = arguments(folder.path);
  a.by = {"group"};
  a.suppress = 5;
  a.round = 5;
  const auto tables = checked_run(a, {true, false, false});
  CHECK(tables.count("episodes") == 0);
  const Json manifest = Json::parse(bytes_of(folder.path / "manifest.json"));
  CHECK(manifest["disclosure"] == Json{{"suppressed_below", 5}, {"rounded_to", 5}});
  // Counts are multiples of 5 or suppressed; something is, and something is not.
  std::size_t stars = 0, numbers = 0;
  const Table& panel = tables.at("panel");
  for (std::size_t r = 0; r < panel.rows.size(); ++r)
    for (const Column& c : panel.schema.columns) {
      const std::string& value = panel.at(r, c.name);
      if (c.disclosure != Disclosure::count) continue;
      if (value == "*")
        ++stars;
      else if (value != "0")
        ++numbers;
      if (value != "*") CHECK(std::stoll(value) % 5 == 0);
    }
  CHECK(stars > 100);
  CHECK(numbers > 100);
  const Table& summary = tables.at("summary");
  for (std::size_t r = 0; r < summary.rows.size(); ++r) {
    const std::string &mean = summary.at(r, "mean"), &unit = summary.at(r, "unit");
    if (unit == "exits" && mean != "*") CHECK(std::stoll(mean) % 5 == 0);
    if (unit == "share" && mean != "*") CHECK(mean.size() <= 5);
  }
}

TEST_CASE("unit records are not to be had with suppressed tables") {
  const Folder folder;
  cli::RunArguments a = arguments(folder.path);
  a.episodes = a.people = a.evaluation = a.extract = true;
  a.suppress = 5;
  CHECK_THROWS_AS(cli::run(a), UserError);
  CHECK_FALSE(fs::exists(folder.path));
}

TEST_CASE("the codebook is what the program prints") {
  INFO("pbrsim codebook > sim/results/README.md brings it up to date");
  const bool same = bytes_of(CODEBOOK) == whole_codebook();
  CHECK(same);
}
