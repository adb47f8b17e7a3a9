#!/bin/sh
# Writes the report that each broken scenario now gives into its first lines. Read the difference before
# you commit it: sh tests/scenario/broken/update.sh build/dev/sim/cli/pbrsim
set -eu
pbrsim=$(realpath "$1")
cd -- "$(dirname -- "$0")/.."
for file in broken/*.yaml; do
  for round in 1 2 3; do  # places move down with the number of lines of the report
    "$pbrsim" check "$file" 2> "$file.report" > /dev/null && echo "$file: no problem"
    { sed 's/^/#| /' "$file.report"; grep -av '^#| ' "$file"; } > "$file.new"
    mv "$file.new" "$file"
  done
  rm "$file.report"
done
