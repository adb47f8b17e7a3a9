#!/bin/sh
# Runs that go on until a difference is known as surely as asked for.
# Usage: precision_test.sh PBRSIM COUNTED_BLOCKS FOLDER_OF_THIS_TEST
set -u
pbrsim=$1
counted=$2
here=$3
scenario=$here/uncertain.yaml
. "$here/checks.sh"
asks() {  # asks HALF_WIDTH AT_MOST
  echo "precision={measure: planned_exits_expected, difference: pilot - block, half_width: $1, at_most: $2}"
}
run() { "$pbrsim" run "$scenario" --set run.draws=0 --replications 10 "$@"; }

check "a precision" gives 0 run --out "$work/wide" --set "$(asks 1000 40)"
check "that ten replications give" [ "$(column "$work/wide/precision.csv" n)" -eq 10 ]
check "is said" says "$work/out" "planned_exits_expected of pilot less block in all areas together: .* after 10 replications; asked for: ± 1000, reached"
sd=$(column "$work/wide/precision.csv" sd)
half=$(awk -v sd="$sd" 'BEGIN { print 2.262157 * sd / sqrt(24.5) }')
check "one that takes 25" gives 0 run --out "$work/narrow" --set "$(asks "$half" 40)" --threads 2
check "takes 25" [ "$(column "$work/narrow/precision.csv" n)" -eq 25 ]
check "and is reached" [ "$(column "$work/narrow/precision.csv" reached)" -eq 1 ]
check "the manifest says how many" says "$work/narrow/manifest.json" '"asked": 25'
check "as summary.csv does" says "$work/narrow/summary.csv" ",planned_exits_expected,[a-z-]*,25,"
check "it is the run of 25" gives 0 "$pbrsim" run "$scenario" --set run.draws=0 --replications 25 --out "$work/plain"
for table in summary differences panel ledger; do
  check "$table.csv to the byte" cmp -s "$work/narrow/$table.csv" "$work/plain/$table.csv"
done
for threads in 1 5; do
  check "$threads threads" gives 0 run --out "$work/t$threads" --set "$(asks "$half" 40)" --threads $threads --quiet
  check "the same files" same "$work/narrow" "$work/t$threads"
done
check "one that may not go on" gives 0 run --out "$work/short" --set "$(asks "$half" 18)"
check "says how far it got" says "$work/out" "after 18 replications; asked for: .*, not reached; it would take 7 more (precision.at_most: 18)"
check "in the table as well" [ "$(column "$work/short/precision.csv" reached)" -eq 0 ]
check "check predicts" gives 0 "$pbrsim" check "$scenario" --set run.draws=0 --replications 10 --set "$(asks "$half" 40)" --predict 10
check "the same from the same ten" says "$work/out" "takes about 25 replications (95% interval [0-9]* to [0-9]*; precision.at_most: 40)"

# Killed in either stage it goes on to the same bytes.
for blocks in 7 33; do
  "$counted" "$scenario" "$work/k$blocks" "$work/log$blocks" 10 1 --set run.draws=0 --set "$(asks "$half" 40)" 2> /dev/null &
  pid=$!
  while kill -0 $pid 2> /dev/null && [ "$(lines "$work/log$blocks")" -lt $blocks ]; do sleep 0.005; done
  kill -KILL $pid 2> /dev/null
  wait $pid 2> /dev/null
  check "killed after $blocks blocks" gives 0 run --out "$work/k$blocks" --set "$(asks "$half" 40)" --resume --quiet --episodes
  check "it goes on to 25" [ "$(column "$work/k$blocks/precision.csv" n)" -eq 25 ]
  check "with the same rows" cmp -s "$work/narrow/summary.csv" "$work/k$blocks/summary.csv"
done

# What cannot be.
check "a measure that is none" gives 2 run --set "precision={measure: qaly, difference: pilot - block, half_width: 1, at_most: 40}"
check "is told" says "$work/err" 'precision.measure: "qaly" is no measure'
check "check tells it too" gives 2 "$pbrsim" check "$scenario" --set run.draws=0 --replications 10 --set "precision={measure: qaly, difference: pilot - block, half_width: 1, at_most: 40}"
check "with draws" gives 2 "$pbrsim" run "$scenario" --replications 10 --set "$(asks 5 40)"
check "it says why" says "$work/err" "counts replications, and run.draws asks for draws"
check "with shards" gives 2 run --out "$work/never" --set "$(asks 5 40)" --shard 1/2
check "it says what to do" says "$work/err" "pbrsim check --predict"
check "predict without precision" gives 2 "$pbrsim" check "$scenario" --predict 5
check "says what is missing" says "$work/err" "add precision:"
check "nothing is written" [ ! -e "$work/never" ]

conclude
