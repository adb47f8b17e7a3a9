#include "scenario/form.hpp"

#include <cxxabi.h>

#include <cstdlib>

namespace pbrsim::yaml {

std::string type_name(const std::type_info& type) {
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> demangled(
      abi::__cxa_demangle(type.name(), nullptr, nullptr, &status), &std::free);
  std::string name = status == 0 ? demangled.get() : type.name();
  const std::string_view suffix = "Parameters";
  if (name.ends_with(suffix)) name.resize(name.size() - suffix.size());
  return name.substr(name.rfind(':') + 1);
}

const Form* record_in(const Form& form) {
  const Form* at = &form;
  while (at && at->shape != Shape::record)
    at = at->element;
  return at;
}

}  // namespace pbrsim::yaml
