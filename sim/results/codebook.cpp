#include "results/codebook.hpp"

#include <sstream>

#include "results/table.hpp"

namespace pbrsim {

namespace {

constexpr std::string_view introduction = R"(# Codebook

What `pbrsim run SCENARIO --out DIR` writes and, in the last five tables, `pbrsim explain` and `pbrsim decompose`.
This page is the output of `pbrsim codebook`; the same declarations check every row as it is written and
make `datapackage.json`.

- `DIR/manifest.json`: version, seed, the complete scenario, SHA-256 of every file. It is written
  last: a folder without it is not complete.
- `DIR/datapackage.json`: these descriptions for programs, as a Frictionless Data Package: the
  columns actually present, types, units, ranges, keys, bytes and SHA-256 of each file.
- Tables: CSV (RFC 4180, UTF-8, LF, header row), with `--gzip` the same as `.csv.gz`. Numbers are the
  shortest text that reads back to the same double. An empty field is a missing value; what that
  means stands with the column. Dates are ISO 8601, booleans 1 and 0.
- Everything is simulated. *True* values are what happened in the simulation, which no record could
  show; *reported* ones are what the provider reports. The statistical unit is the replication,
  and the draw where the scenario asks for draws of what is not known.
- The same scenario, seed and version give the same tables on any number of threads.

## Reading the tables

Keys are text, `nan` or `null` among them if somebody calls an area so; `*` is a suppressed value. Replace
DIR.

R:

```r
panel <- read.csv("DIR/panel.csv", na.strings = c("", "*"), colClasses = c(design = "character", area = "character", month = "Date"))
```

With `--gzip` the same line reads `panel.csv.gz`.

Python (pandas):

```python
import pandas as pd
panel = pd.read_csv("DIR/panel.csv", na_values=["", "*"], keep_default_na=False, dtype={"design": str, "area": str}, parse_dates=["month"])
```

With `--gzip` the same line reads `panel.csv.gz`.

Stata (unpack `.csv.gz` first; unlike the others, these lines are not run by the tests):

```stata
import delimited using "DIR/panel.csv", varnames(1) case(preserve) encoding("utf-8") stringcols(1 2 3) clear
generate month_date = daily(month, "YMD")
format month_date %td
destring from_go_live-exits_returned_12, replace ignore("*")
```

## Small numbers

`--suppress N` treats the tables as an official release would (N at least 3).

- *Primary.* Counts of people and events from above 0 to below N are written `*`, in the panel means
  over replications too; zeros are shown. Person-days are suppressed where they are fewer than N
  people on average over the month. Columns that are equal or nearly so go together (column *family*
  below), and sums go with their count (waiting time with journeys, wellbeing with reviews).
- *Complementary.* So that nothing can be had by subtraction: each column of the panel over the
  contract's months is taken as published, by area (and replication); each quantity of the summary
  over the areas. Of what adds up to such a total never one number alone is suppressed, nor numbers
  that are together below N or all 1; the next smallest go too, at last a zero or the total.
- *Designs.* What is suppressed under one design is suppressed under all: designs share people.
- *Rates.* A measure is suppressed where its numerator or denominator is; so is its difference from
  the baseline. QALYs, crime cost and other public cost are suppressed in an area where person-time or
  offences that go into them are, spend and surplus where payments are; with one such area alone, in the
  total too.
- *Ledger.* In an area where a payment for people (any term but block) stands for fewer than N, or the
  panel suppresses what such payments follow from, `entries` and `pence` of all of them are `*`. A
  suppressed payment may repeat a number of the panel that is not small and is shown there.
- *Unit records* (episodes) are refused; providers is not written, with rounding neither: cash and caseload
  of single providers give away what is hidden elsewhere.

`*` is listed in `missingValues` of `datapackage.json`. A suppressed value may still be bounded: it is
not 0 but where a zero had to go, and the rule is known. `--round M` rounds counts to the nearest M after
that: in the panel (person-days to M people on average, sums in proportion), in the ledger (`entries`,
with `pence` in proportion; activity and block terms as they are) and in summary and differences
(means, interval ends and percentiles: of counts to the nearest M, of shares to 0.001; standard errors and other
measures as they are). Rounded parts need not add up. Both stand in the manifest under `disclosure`.

)";

/// Text for a cell of a Markdown table.
std::string cell(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '|' || c == '<') result += '\\';
    result += c;
  }
  return result;
}

std::string range(const Column& c) {
  std::ostringstream text;
  if (c.minimum && c.maximum)
    text << *c.minimum << " to " << *c.maximum;
  else if (c.minimum)
    text << "at least " << *c.minimum;
  return text.str();
}

std::string kind(const Column& c) {
  std::string text(name_of(c.type));
  if (!c.unit.empty()) text += ", " + c.unit;
  const std::string limits = range(c);
  if (!limits.empty()) text += ", " + limits;
  return text;
}

std::string meaning(const Column& c) {
  std::string text = c.description;
  if (!c.only_with.empty()) text += " Only with " + c.only_with + ".";
  if (!c.missing.empty()) text += " Empty: " + c.missing + ".";
  for (std::size_t i = 0; i < c.allowed.size(); ++i)
    text += (i == 0 ? " Values: `" : "; `") + c.allowed[i].value + "` " + c.allowed[i].meaning;
  if (!c.allowed.empty()) text += ".";
  if (!c.family.empty() && c.family != c.name && c.disclosure != Disclosure::nothing)
    text += " Family: " + c.family + ".";
  return text;
}

std::string list(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names)
    text += (text.empty() ? "`" : ", `") + name + "`";
  return text;
}

std::string section(const TableSchema& table) {
  std::string text = "## " + table.name + "\n\n" + table.title + ". " + table.row;
  if (!table.when.empty()) text += " Written " + table.when + ".";
  text += "\n\nPrimary key: " + list(table.primary_key) + ".";
  for (const ForeignKey& key : table.foreign_keys)
    text += " " + list(key.columns) + " → `" + key.table + "` (" + list(key.referenced) + ").";
  text += "\n\n| column | type, unit, range | meaning |\n| --- | --- | --- |\n";
  for (const Column& c : table.columns)
    text += "| `" + c.name + "` | " + cell(kind(c)) + " | " + cell(meaning(c)) + " |\n";
  return text + "\n";
}

}  // namespace

std::string codebook(const std::vector<TableSchema>& tables) {
  std::string text(introduction);
  for (const TableSchema& table : tables)
    text += section(table);
  text.pop_back();  // one line end at the end
  return text;
}

}  // namespace pbrsim
