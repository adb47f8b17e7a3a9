#include "scenario/parse.hpp"

#include <algorithm>
#include <optional>
#include <sstream>
#include <string_view>

#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "scenario/builder.hpp"

namespace pbrsim::yaml {

namespace {

bool tab_in_line(const std::string& text, int line) {
  std::istringstream stream(text);
  std::string row;
  for (int i = 0; i <= line && std::getline(stream, row); ++i) {
  }
  return row.find('\t') != std::string::npos;
}

bool never_closed(const YAML::Exception& error) {
  return error.msg == YAML::ErrorMsg::EOF_IN_SCALAR || error.msg == YAML::ErrorMsg::DOC_IN_SCALAR;
}

/// The last of the lines before `line` with a double quote that has no fellow; nothing if all have.
std::optional<int> quote_left_open(const std::string& text, int line) {
  std::istringstream stream(text);
  std::string row;
  bool open = false;
  int opened = 0;
  for (int i = 0; i < line && std::getline(stream, row); ++i) {
    const std::string_view code = std::string_view(row).substr(0, row.find(" #"));
    if (std::ranges::count(code, '"') % 2 == 0) continue;
    open = !open;
    opened = i;
  }
  return open ? std::optional(opened) : std::nullopt;
}

std::string explain(const YAML::Exception& error, const std::string& text) {
  std::string message = "is not valid YAML: " + error.msg;
  if (tab_in_line(text, error.mark.line)) return message + "; indent with spaces, not tabs";
  if (never_closed(error)) return "is not valid YAML: a quote is opened and never closed";
  if (error.msg == YAML::ErrorMsg::MAP_VALUE)
    message += "; check the indentation, and quote text that holds a colon and a space";
  return message;
}

/// The text with a mark for the end of the document: without it the parser takes a quote that is
/// never closed for one that ends with the file.
std::string with_end(const std::string& text) {
  return text + (text.ends_with('\n') ? "" : "\n") + "...\n";
}

void report_error(const YAML::Exception& error, const std::string& text, int source,
                  const Builder& builder, Report& report) {
  const auto key = builder.key_here();
  if (never_closed(error) && key)
    report.add(*key, builder.path_here(), "is not valid YAML: a quote is opened and never closed");
  else if (const auto line = quote_left_open(text, error.mark.line))
    report.add({source, *line + 1, 1}, "",
               "is not valid YAML: a quote is opened in this line and not closed in it");
  else
    report.add({source, error.mark.line + 1, error.mark.column + 1}, "", explain(error, text));
}

NodePtr run_parser(const std::string& text, Builder& builder) {
  std::istringstream stream(with_end(text));
  YAML::Parser parser(stream);
  while (parser.HandleNextDocument(builder)) {
  }
  return builder.root() ? builder.root() : finish(Node{});
}

}  // namespace

NodePtr parse(const std::string& text, int source, Report& report) {
  Builder builder(source, report);
  try {
    const NodePtr root = run_parser(text, builder);
    if (root->place.line > 0) return root;
    Node empty;
    empty.place = {source, 1, 1};
    return finish(std::move(empty));
  } catch (const Stop& stop) {
    report.add(stop.place, stop.path, stop.message);
  } catch (const YAML::Exception& error) {
    report_error(error, text, source, builder, report);
  }
  return nullptr;
}

}  // namespace pbrsim::yaml
