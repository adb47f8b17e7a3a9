/// The scenario format as JSON Schema (draft 2020-12), made from the field lists, so that editors
/// complete and check what they show.
///
/// A schema sees one file at a time, and no YAML tags. So what has to be given is asked for only
/// where nothing is merged in from elsewhere: in a file or mapping without `extends`, and not in
/// what areas say over the top level. Distributions are objects of parameters. Ranges of numbers
/// with units and rules that tie several keys together are left to the reader.
#pragma once

#include <string>

namespace pbrsim {

/// The schema as text with a line end; the same for the same program.
std::string scenario_schema();

}  // namespace pbrsim
