#include "scenario/posterior.hpp"

#include <algorithm>
#include <filesystem>
#include <map>

#include "scenario/quantity.hpp"
#include "scenario/sample.hpp"
#include "scenario/source_text.hpp"

namespace pbrsim::yaml {

namespace {

struct CsvField {
  std::string text;
  int column;  // where it begins, from 1
};

/// The fields of one line.
std::vector<CsvField> split(const std::string& line) {
  std::vector<CsvField> fields{{"", 1}};
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"')
      fields.back().text += line[++i];
    else if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      fields.push_back({"", static_cast<int>(i) + 2});
    else if (c != '\r')
      fields.back().text += c;
  }
  return fields;
}

NodePtr sequence_of(std::vector<NodePtr> items, const Place& place) {
  Node node;
  node.kind = Kind::sequence;
  node.items = std::move(items);
  node.place = place;
  return finish(std::move(node));
}

NodePtr row_of(const std::string& line, int source, int number) {
  std::vector<NodePtr> values;
  for (const CsvField& field : split(line))
    values.push_back(finish(scalar_node(field.text, {source, number, field.column})));
  return sequence_of(std::move(values), {source, number, 1});
}

NodePtr samples_of(const std::string& text, int source, const Provenance& provenance) {
  Node node;
  node.kind = Kind::mapping;
  node.provenance = provenance;
  const Place top{source, 1, 1};
  std::vector<NodePtr> rows;
  int number = 0;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    const std::string line = text.substr(from, end - from);
    ++number;
    from = end + 1;
    if (number == 1)
      node.entries.push_back({"columns", top, row_of(line, source, number)});
    else if (!line.empty() && line != "\r")
      rows.push_back(row_of(line, source, number));
  }
  node.entries.push_back({"rows", top, sequence_of(std::move(rows), top)});
  node.place = top;
  return finish(std::move(node));
}

/// The node with another one in the place of `key`.
NodePtr with_entry(const Node& node, std::string_view key, const NodePtr& value) {
  Node result = node;
  for (Entry& entry : result.entries)
    if (entry.key == key) entry.value = value;
  return finish(std::move(result));
}

/// What names the file; nothing if none is named.
const Node* file_named(const Node& root) {
  const Node* sampling = root.find("sampling");
  const Node* posterior = sampling ? sampling->find("posterior") : nullptr;
  if (!posterior) return nullptr;
  const Node* file = posterior->kind == Kind::mapping ? posterior->find("file") : posterior;
  const bool others = posterior->find("columns") || posterior->find("rows");
  return file && file->kind == Kind::scalar && !others ? file : nullptr;
}

NodePtr read_samples(const Node& named, Provenance provenance, Report& report) {
  const bool option = named.place.source < 0 || report.is_option(named.place.source);
  const std::filesystem::path folder =
      option ? "" : std::filesystem::path(report.name_of(named.place.source)).parent_path();
  const std::filesystem::path name = (folder / named.text).lexically_normal();
  const SourceText source = read_source(name);
  const int number = report.add_file(name.string(), source.text);
  if (source.fault.line > 0) {
    report.add({number, source.fault.line, source.fault.column}, "", source.fault.message);
    return nullptr;
  }
  if (!source.fault.message.empty()) {
    report.add(named.place, "sampling.posterior", quote(named.text) + " " + source.fault.message);
    return nullptr;
  }
  if (provenance.source.empty()) provenance.source = named.text;
  NodePtr samples = samples_of(source.text, number, provenance);
  if (samples->size <= most_nodes) return samples;
  report.add(named.place, "sampling.posterior",
             quote(named.text) + " " + too_many_values + "too many for a scenario; thin it");
  return nullptr;
}

using Names = std::vector<std::string_view>;

void check_known(const Node& node, const Names& names, Report& report) {
  if (node.kind != Kind::scalar || std::find(names.begin(), names.end(), node.text) != names.end())
    return;
  report.add(node, names.empty()
                       ? "is no draw: no value of the scenario is a distribution"
                       : "is the name of no draw" + suggest(node.text, names, "draws are"));
}

bool same(const Distribution& a, const Distribution& b) {
  return a.index() == b.index() && quantile(a, 0.25) == quantile(b, 0.25) &&
         quantile(a, 0.75) == quantile(b, 0.75);
}

/// A column's values are for members that are believed to be distributed alike.
void check_column(const Node& root, const PosteriorParameters& posterior, std::size_t column,
                  const std::vector<const Uncertain*>& members, Report& report) {
  const std::string path = "sampling.posterior.";
  for (const Uncertain* member : members)
    if (!same(member->distribution, members.front()->distribution)) {
      report.add(nearest(root, path + "columns." + std::to_string(column)),
                 "is the draw of different distributions (" + members.front()->path + " and " +
                     member->path + "); give each a draw and a column of its own");
      return;
    }
  Interval allowed = members.front()->allowed;
  for (const Uncertain* member : members)
    allowed = {std::max(allowed.low, member->allowed.low),
               std::min(allowed.high, member->allowed.high)};
  for (std::size_t r = 0; r < posterior.rows.size(); ++r) {
    const double value = posterior.rows[r][column];
    if (value >= allowed.low && value <= allowed.high) continue;
    report.add(
        nearest(root, path + "rows." + std::to_string(r) + "." + std::to_string(column)),
        "is out of the range of " + posterior.columns[column] + " (" + members.front()->path + ")");
  }
}

}  // namespace

NodePtr with_posterior(const NodePtr& root, Report& report) {
  const Node* named = file_named(*root);
  if (!named || named->text.empty()) return root;
  const Node& given = *root->find("sampling");
  const NodePtr samples = read_samples(*named, given.find("posterior")->provenance, report);
  if (!samples) return root;
  const NodePtr sampling = with_entry(given, "posterior", samples);
  return with_entry(*root, "sampling", sampling);
}

void check_sampling(const Node& root, const Scenario& scenario, Report& report) {
  const std::vector<std::string> drawn = names_of_draws(scenario);
  const Names names(drawn.begin(), drawn.end());
  const SamplingParameters& sampling = scenario.sampling;
  const std::size_t before = report.size();
  const auto check_all = [&](const std::string& path, const std::vector<std::string>& list) {
    for (std::size_t i = 0; i < list.size(); ++i)
      check_known(nearest(root, path + "." + std::to_string(i)), names, report);
  };
  for (std::size_t g = 0; g < sampling.correlations.size(); ++g)
    check_all("sampling.correlations." + std::to_string(g) + ".of", sampling.correlations[g].of);
  if (!sampling.posterior) return;
  if (sampling.posterior->file)
    report.add(nearest(root, "sampling.posterior"), "names a file, and this text has no folder");
  check_all("sampling.posterior.columns", sampling.posterior->columns);
  if (report.size() > before) return;
  for (std::size_t c = 0; c < sampling.posterior->columns.size(); ++c) {
    std::vector<const Uncertain*> members;
    for (const Uncertain& u : scenario.uncertain)
      if (u.draw == sampling.posterior->columns[c]) members.push_back(&u);
    check_column(root, *sampling.posterior, c, members, report);
  }
}

}  // namespace pbrsim::yaml
