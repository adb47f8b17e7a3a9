/// The codebook: every table and column in words, as Markdown. `sim/results/README.md` is its text.
#pragma once

#include <string>
#include <vector>

#include "results/schema.hpp"

namespace pbrsim {

std::string codebook(const std::vector<TableSchema>& tables);

}  // namespace pbrsim
