#!/bin/sh
# Alternates a reference program with the yardstick benchmark and prints medians and their ratio.
#
#     tests/bench/compare.sh REFERENCE BENCH [ROUNDS]
#
# REFERENCE takes the arguments of a hand-written loop for the same workload (engine, places, referrals a week,
# probability of return, replications, seed) and prints ns=…; BENCH is build/release/tests/bench/bench_yardstick.
set -eu
reference=$1
bench=$2
rounds=${3:-7}
here=$(dirname "$0")
back=0.2316533497934097
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

median() { sort -n "$1" | awk '{ x[NR] = $1 } END { print (NR % 2) ? x[(NR + 1) / 2] : (x[NR / 2] + x[NR / 2 + 1]) / 2 }'; }

for places in 600 6000; do
  scale=$((places / 600))
  reps=$((100 / scale))
  : > "$scratch/a"; : > "$scratch/b"
  for _ in $(seq "$rounds"); do
    "$reference" k "$places" $((20 * scale)) $back $reps 1 | sed 's/.* ns=\([0-9.]*\).*/\1/' >> "$scratch/a"
    "$bench" "$here/yardstick.yaml" $reps \
      "areas.yardstick.new_people.opiate=$(awk "BEGIN { print 1043.571428571429 * $scale }") per year" \
      "areas.yardstick.providers.provider.keyworker_hours=$places hours per week" |
      sed 's/.* ns \([0-9.]*\).*/\1/' >> "$scratch/b"
  done
  a=$(median "$scratch/a"); b=$(median "$scratch/b")
  echo "$places places: reference $a ns, pbrsim $b ns per event, ratio $(awk "BEGIN { printf \"%.2f\", $b / $a }")"
done
