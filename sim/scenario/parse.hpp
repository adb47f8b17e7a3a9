/// YAML text to a tree.
///
/// Provenance keys are taken out of mappings and `{value: …}` becomes its value. Reported but
/// survived: a key given twice (the first counts), a key that is not a word, `<<`, a tag that is
/// not one of YAML's own, provenance that is not text. Reported and fatal: text that is not YAML,
/// several documents, an alias to what holds it, more nodes or depth than tree.hpp allows.
#pragma once

#include <string>

#include "scenario/report.hpp"
#include "scenario/tree.hpp"

namespace pbrsim::yaml {

/// The tree of the text, with places in `source`; nothing after a fatal finding. Empty text is a
/// null.
NodePtr parse(const std::string& text, int source, Report& report);

}  // namespace pbrsim::yaml
