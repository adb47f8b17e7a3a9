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
drawn() { "$pbrsim" run "$scenario" --set run.draws=10 "$@"; }
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

# With draws it is they that are counted: ten of two replications to begin with.
check "a precision over draws" gives 0 drawn --out "$work/drawn10" --set "$(asks 1000 40)"
check "counts draws" [ "$(column "$work/drawn10/precision.csv" counted_in),$(column "$work/drawn10/precision.csv" n)" = draws,10 ]
check "and says so" says "$work/out" "after 10 draws; asked for: ± 1000, reached"
check "without draws it counts replications" [ "$(column "$work/wide/precision.csv" counted_in)" = replications ]
sd=$(column "$work/drawn10/precision.csv" sd)
half=$(awk -v sd="$sd" 'BEGIN { print 2.262157 * sd / sqrt(24.5) }')
check "one that takes 25 draws" gives 0 drawn --out "$work/drawn" --set "$(asks "$half" 40)" --threads 2
check "takes 25 of them" [ "$(column "$work/drawn/precision.csv" n)" -eq 25 ]
check "is told as reached" says "$work/out" "after 25 draws; asked for: .*, reached"
check "and is as narrow as asked for" awk -v asked="$half" -v got="$(column "$work/drawn/precision.csv" half_width)" \
  'BEGIN { exit !(got > 0 && got <= asked * (1 + 1e-5)) }'
check "the manifest says how many draws" says "$work/drawn/manifest.json" '"draws": 25'
check "draws.csv has them" [ "$(column "$work/drawn/draws.csv" draw | sort -u | wc -l)" -eq 25 ]
check "it is the run of 25 draws" gives 0 "$pbrsim" run "$scenario" --set run.draws=25 --out "$work/plain_drawn"
for table in "$work/plain_drawn"/*.csv; do
  check "$(basename "$table") to the byte" cmp -s "$table" "$work/drawn/$(basename "$table")"
done
for threads in 1 5; do
  check "$threads threads with draws" gives 0 drawn --out "$work/d$threads" --set "$(asks "$half" 40)" --threads $threads --quiet
  check "the same files over draws" same "$work/drawn" "$work/d$threads"
done
if has_ranks "$pbrsim"; then
  check "three ranks with draws" gives 0 ranks 3 "$pbrsim" run "$scenario" --set run.draws=10 --out "$work/ranks" --set "$(asks "$half" 40)" --threads 1 --quiet
  check "the same files from ranks" same "$work/drawn" "$work/ranks"
fi
check "draws that may not go on" gives 0 drawn --out "$work/short_drawn" --set "$(asks "$half" 18)"
check "say how far they got" says "$work/out" "after 18 draws; asked for: .*, not reached; it would take 7 more (precision.at_most: 18)"
check "in the table too" [ "$(column "$work/short_drawn/precision.csv" reached)" -eq 0 ]
check "check predicts draws" gives 0 "$pbrsim" check "$scenario" --set run.draws=12 --set "$(asks "$half" 40)" --predict 10
check "from the same ten draws" says "$work/out" "from 10 draws: .* takes about 25 draws (95% interval [0-9]* to [0-9]*; precision.at_most: 40)"
for blocks in 11 71; do
  "$counted" "$scenario" "$work/kd$blocks" "$work/logd$blocks" 2 1 --set run.draws=10 --set "$(asks "$half" 40)" 2> /dev/null &
  pid=$!
  while kill -0 $pid 2> /dev/null && [ "$(lines "$work/logd$blocks")" -lt $blocks ]; do sleep 0.005; done
  kill -KILL $pid 2> /dev/null
  wait $pid 2> /dev/null
  check "draws killed after $blocks blocks" gives 0 drawn --out "$work/kd$blocks" --set "$(asks "$half" 40)" --replications 2 --resume --quiet --episodes
  check "go on with the same rows" cmp -s "$work/drawn/uncertainty.csv" "$work/kd$blocks/uncertainty.csv"
  check "and the same precision" cmp -s "$work/drawn/precision.csv" "$work/kd$blocks/precision.csv"
done
rows="{posterior: {columns: [pathway.completion.rate], rows: [[1], [1.2], [1.4]]}}"
check "rows of a posterior may be had with it" gives 0 drawn --set "sampling=$rows" --set "$(asks 1000 40)"

# What cannot be.
check "a measure that is none" gives 2 run --set "precision={measure: qaly, difference: pilot - block, half_width: 1, at_most: 40}"
check "is told" says "$work/err" 'precision.measure: "qaly" is no measure'
check "check tells it too" gives 2 "$pbrsim" check "$scenario" --set run.draws=0 --replications 10 --set "precision={measure: qaly, difference: pilot - block, half_width: 1, at_most: 40}"
check "few draws" gives 2 "$pbrsim" run "$scenario" --set run.draws=5 --set "$(asks 5 40)" --out "$work/never"
check "are told" says "$work/err" "run.draws: is 5; with precision the draws that it begins with must be at least 10"
check "fewer at most than it begins with" gives 2 drawn --set "$(asks 5 9)" --out "$work/never"
check "are told too" says "$work/err" "precision.at_most: is 9, less than the 10 of run.draws that it begins with"
check "draws that are spread together" gives 2 drawn --set run.draws=16 --set sampling=sobol --set "$(asks 5 40)" --out "$work/never"
check "it says why" says "$work/err" "precision: goes on draw by draw .* the draws of sampling: sobol are spread together, so that they are not independent"
check "alone" says "$work/err" "^1 problem"
check "without draws they do not matter" gives 0 run --set sampling=sobol --set "$(asks 1000 40)"
check "shards of draws" gives 2 drawn --out "$work/never" --set "$(asks 5 40)" --shard 1/2
check "are told what to do" says "$work/err" "give those as run.draws"
check "with shards" gives 2 run --out "$work/never" --set "$(asks 5 40)" --shard 1/2
check "it says what to do" says "$work/err" "pbrsim check --predict"
check "predict without precision" gives 2 "$pbrsim" check "$scenario" --predict 5
check "says what is missing" says "$work/err" "add precision:"
check "nothing is written" [ ! -e "$work/never" ]

conclude
