/// What two YAML texts differ in, read without the scenario reader, and whether one difference can
/// be the cause of another.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace pbrsim::fuzz {

/// Every value by its dotted path; mappings and lists are there too. {value: x} stands as x.
using Leaves = std::map<std::string, std::string>;

Leaves leaves_of(const std::string& yaml);

/// Paths whose values are not the same, or that only one has.
std::vector<std::string> changed(const Leaves& a, const Leaves& b);

/// A change at `written` in a scenario file may change `complete` in the complete scenario: the
/// steps of the one are found in order among those of the other, `all` being any name.
bool may_change(const std::string& written, const std::string& complete);

}  // namespace pbrsim::fuzz
