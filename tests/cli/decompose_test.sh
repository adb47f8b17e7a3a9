#!/bin/sh
# pbrsim decompose as its users run it. Usage: decompose_test.sh PBRSIM FOLDER_OF_THIS_TEST
set -u
pbrsim=$1
scenario=$2/two_designs.yaml
. "$2/checks.sh"
decompose() { "$pbrsim" decompose "$@"; }

for threads in 1 3; do
  check "decompose with $threads threads" gives 0 decompose "$scenario" --from block --to pilot --out "$work/t$threads" --threads $threads
done
check "says what players are" says "$work/out" "transition shock: transition as under block"
check "and who makes no difference" says "$work/out" "so 0: effort, selection"
check "shows measures" says "$work/out" "Wait from referral, days"
check "and payment rules where there is money" [ "$(grep -c 'payment rules' "$work/out")" -eq 1 ]
check "no wider than a terminal" [ -z "$(sed 's/[−£–]/x/g' "$work/out" | awk 'length > 100')" ]
check "says how much work it is" says "$work/err" "6 designs in each block"
for file in decomposition players designs areas terms measures; do
  check "$file.csv is the same with any number of threads" cmp -s "$work/t1/$file.csv" "$work/t3/$file.csv"
  check "$file.csv has rows" [ "$(wc -l < "$work/t1/$file.csv")" -gt 2 ]
  check "$file.csv is described" says "$work/t1/datapackage.json" "\"$file.csv\""
done
check "a manifest seals it" says "$work/t1/manifest.json" '"counted": 4'

# Sums of the means: every part but the whole, by area and measure, to 1e-9 of the largest.
awk -F, 'NR > 1 && $8 != "" {
  key = $3 "," $4; size = $8 < 0 ? -$8 : $8
  if (size > largest[key]) largest[key] = size
  sum[key] += $6 == "whole" ? -$8 : $8
  n += 1
} END {
  for (key in sum) { gap = sum[key] < 0 ? -sum[key] : sum[key]; if (gap > 1e-9 * largest[key]) print key, sum[key] }
  if (n < 500) print "rows are missing"
}' "$work/t1/decomposition.csv" > "$work/gaps"
check "parts add up to the whole" [ ! -s "$work/gaps" ]
check "payment rules move nothing but money" \
  [ -z "$(awk -F, '$6 == "payment_rules" && $5 !~ /GBP/ && $8 != "0" && $8 != ""' "$work/t1/decomposition.csv")" ]
check "but money" [ -n "$(awk -F, '$6 == "payment_rules" && $4 == "spend" && $8 != "0"' "$work/t1/decomposition.csv")" ]
check "what is held and off" says "$work/t1/players.csv" "^effort,player,.*effort off; learning off.*,0,exact$"

check "a design that is not there" gives 2 decompose "$scenario" --from block --to pliot --out "$work/never"
check "is named, with those there are" says "$work/err" "--to pliot.*block, copy, pilot"
check "a design and itself" gives 2 decompose "$scenario" --from pilot --to pilot --out "$work/never"
check "no design" gives 2 decompose "$scenario" --from pilot
check "an unknown part" gives 2 decompose "$scenario" --from block --to pilot --out "$work/never" \
  --set "decompose.players={a: [transitoin], b: [assessment, standard]}"
check "is named" says "$work/err" "decompose.players.a.*transitoin"
check "a part of nobody" gives 2 decompose "$scenario" --from block --to pilot --out "$work/never" --set "decompose.players={a: [transition]}"
check "is named too" says "$work/err" "no player holds assessment"
check "nothing was written" [ ! -e "$work/never" ]
check "players of one's own" gives 0 decompose "$scenario" --from block --to pilot --replications 1 --quiet \
  --set "decompose.players={rest: [transition, standard], who: [assessment]}" --out "$work/own"
check "quiet is quiet" [ ! -s "$work/out" ]
check "are in the table" says "$work/own/decomposition.csv" ",who,"
check "a full folder is refused" gives 2 decompose "$scenario" --from block --to pilot --out "$work/own"

conclude
