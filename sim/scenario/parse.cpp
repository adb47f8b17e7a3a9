#include "scenario/parse.hpp"

#include <sstream>

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

std::string explain(const YAML::Exception& error, const std::string& text) {
  std::string message = "is not valid YAML: " + error.msg;
  if (tab_in_line(text, error.mark.line)) return message + "; indent with spaces, not tabs";
  if (error.msg == YAML::ErrorMsg::MAP_VALUE)
    message += "; check the indentation, and quote text that holds a colon and a space";
  return message;
}

NodePtr run_parser(const std::string& text, Builder& builder) {
  std::istringstream stream(text);
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
    report.add({source, error.mark.line + 1, error.mark.column + 1}, "", explain(error, text));
  }
  return nullptr;
}

}  // namespace pbrsim::yaml
