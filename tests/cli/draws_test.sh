#!/bin/sh
# Runs over draws of what is not known. Usage: draws_test.sh PBRSIM COUNTED_BLOCKS FOLDER_OF_THIS_TEST
set -u
pbrsim=$1
counted=$2
here=$3
scenario=$here/uncertain.yaml
. "$here/checks.sh"
run() { "$pbrsim" run "$scenario" --quiet "$@"; }

check "check" gives 0 "$pbrsim" check "$scenario"
check "counts the blocks of all draws" says "$work/out" "20 blocks (10 replications of 2 areas)"
check "a run" gives 0 "$pbrsim" run "$scenario" --out "$work/whole" --threads 2 --episodes --people --by replication
check "says that there are draws" says "$work/out" "10 replications in 5 draws of what is not known"
for table in uncertainty best draws ledger episodes panel providers; do
  check "$table.csv has rows" [ "$(lines "$work/whole/$table.csv")" -gt 5 ]
done
for table in ledger episodes people panel providers; do
  check "$table.csv names five draws" [ "$(column "$work/whole/$table.csv" draw | sort -u | tr '\n' ' ')" = "1 2 3 4 5 " ]
  check "of two replications" [ "$(column "$work/whole/$table.csv" replication | sort -u | tr '\n' ' ')" = "0 1 " ]
done
check "draws.csv names both" [ "$(column "$work/whole/draws.csv" name | sort -u | tr '\n' ' ')" = "moves pathway.completion.rate " ]
check "with ten quantiles, none twice" [ "$(column "$work/whole/draws.csv" quantile | sort -u | wc -l)" -eq 10 ]
check "probabilities of each best sum up to 1" \
  [ -z "$(awk -F, 'NR > 1 { p[$1 "," $2] += $7 } END { for (k in p) if (p[k] < 0.999999 || p[k] > 1.000001) print k }' "$work/whole/best.csv")" ]
check "a copy differs by nothing in every draw" \
  [ -z "$(awk -F, '$1 == "difference" && $2 == "copy" && $9 != "0" && $9 != ""' "$work/whole/uncertainty.csv")" ]
check "the manifest says how many" says "$work/whole/manifest.json" '"draws": 5'

# The same bytes however it is run.
for threads in 1 5; do
  check "$threads threads" gives 0 run --out "$work/t$threads" --threads $threads --episodes --people --by replication
  check "give the same files" same "$work/whole" "$work/t$threads"
done
for shard in 1 2 3; do
  check "shard $shard" gives 0 run --out "$work/s$shard" --shard $shard/3 --episodes --people --by replication
done
check "merged" gives 0 "$pbrsim" merge "$work/s2" "$work/s3" "$work/s1" --out "$work/merged" --quiet
check "give the same files" same "$work/whole" "$work/merged"
check "more shards than draws" gives 2 run --out "$work/never" --shard 1/6
"$counted" "$scenario" "$work/killed" "$work/log" 40 1 2> /dev/null &
pid=$!
while kill -0 $pid 2> /dev/null && [ "$(lines "$work/log")" -lt 10 ]; do sleep 0.005; done
kill -KILL $pid
wait $pid 2> /dev/null
check "killed in a draw, it goes on" gives 0 "$counted" "$scenario" "$work/killed" "$work/log" 40 2 --resume
check "with each block once" [ "$(lines "$work/log")" -le 401 ]
check "as a run in one piece" gives 0 run --out "$work/plain" --episodes --replications 40
check "to the same files" same "$work/plain" "$work/killed"

# Draws spread evenly, and from the rows of a posterior.
printf 'pathway.completion.rate\n0.8\n1.2\n1.6\n' > "$work/rows.csv"
check "--draws" gives 0 run --out "$work/more" --draws 3 --replications 1
check "is how many there are" [ "$(column "$work/more/draws.csv" draw | sort -u | wc -l)" -eq 3 ]
check "a spread" gives 0 run --out "$work/spread" --draws 16 --replications 1 --set sampling=sobol
check "has eight replicates" [ "$(column "$work/spread/draws.csv" replicate | sort -u | wc -l)" -eq 8 ]
check "merged" gives 0 run --out "$work/spread1" --draws 16 --replications 1 --set sampling=sobol --shard 1/2
check "from two shards" gives 0 run --out "$work/spread2" --draws 16 --replications 1 --set sampling=sobol --shard 2/2
check "it is" gives 0 "$pbrsim" merge "$work/spread1" "$work/spread2" --out "$work/spread3" --quiet
check "the same" same "$work/spread" "$work/spread3"
check "a posterior" gives 0 run --out "$work/posterior" --draws 6 --replications 1 --set "sampling.posterior=$work/rows.csv"
check "gives values of its rows" [ -z "$(column "$work/posterior/draws.csv" value | grep -vE '^(0.8|1.2|1.6|)$')" ]
check "beside quantiles" [ "$(column "$work/posterior/draws.csv" quantile | grep -c .)" -eq 6 ]
rm "$work/rows.csv"
check "the manifest holds its rows" says "$work/posterior/manifest.json" "columns: \[pathway.completion.rate\]"
check "draws of a spread that are no power of two" gives 2 run --out "$work/never" --draws 24 --set sampling=sobol
check "say what would be" says "$work/err" "such as 16 or 32"
correlated="{correlations: [{of: [moves, pathway.completion.rate], coefficient: 1}]}"
check "correlations that cannot be" gives 2 run --out "$work/never" --set "sampling=$correlated"
check "are told" says "$work/err" "not positive definite"

# Without draws everything is at its mean, and nothing else is written.
check "without draws" gives 0 run --out "$work/means" --set run.draws=0
check "there are no tables of them" [ ! -e "$work/means/uncertainty.csv" ]
check "nor columns" [ "$(head -1 "$work/means/ledger.csv" | cut -d, -f1)" = design ]

# What cannot be.
check "draws of nothing" gives 2 "$pbrsim" run "$here/two_designs.yaml" --out "$work/never" --set run.draws=3
check "says so" says "$work/err" "run.draws is 3, and no value of the scenario is a distribution"
check "check says so too" gives 2 "$pbrsim" check "$here/two_designs.yaml" --set run.draws=3
check "draws with --suppress" gives 2 run --out "$work/never" --suppress 5
check "says why" says "$work/err" "cannot be had with draws"
share="pathway.people.opiate.modality.maintenance=!uniform {low: 0.3, high: 0.5}"
check "draws that make no scenario" gives 2 run --out "$work/never" --set "$share"
check "are told with their number" says "$work/err" "draw 1 of the scenario's distributions makes no scenario that can run"
check "and nothing is written" [ ! -e "$work/never" ]

conclude
