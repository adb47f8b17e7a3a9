#!/bin/sh
# What evaluators get: evaluation.csv, the extract behind it, and what pbrsim evaluate makes of it.
# Usage: evaluation_test.sh PBRSIM FOLDER_OF_THIS_TEST
set -u
pbrsim=$1
scenario=$2/two_designs.yaml
. "$2/checks.sh"
run() { "$pbrsim" run "$scenario" --quiet --replications 2 --set areas.south.evaluated_as=comparison \
  --set areas.south.stands_for=3 --set run.follow_up="24 months" "$@"; }

check "a run for evaluators" gives 0 run --out "$work/asked" --evaluation --extract
check "a run without" gives 0 run --out "$work/plain"
for table in summary differences panel ledger providers areas designs terms measures; do
  check "$table is the same" cmp -s "$work/asked/$table.csv" "$work/plain/$table.csv"
done
check "not written without being asked" [ ! -e "$work/plain/evaluation.csv" ]
check "a scenario may ask" gives 0 run --out "$work/scenario" --set evaluation.tables=true
for table in evaluation evaluation_years; do
  check "for the same $table" cmp -s "$work/asked/$table.csv" "$work/scenario/$table.csv"
done
check "a scenario that begins later" gives 0 run --out "$work/later" --evaluation --set evaluation.before="1 year"
check "has fewer rows" [ "$(lines "$work/later/evaluation.csv")" -lt "$(lines "$work/asked/evaluation.csv")" ]
check "follow-up is in whole months" gives 2 run --set run.follow_up="40 days"
check "so it says" says "$work/err" "run.follow_up"

# A design that changes nothing has the same rows; the one that pays differs.
rows() { grep "^$1," "$work/asked/evaluation.csv" | cut -d, -f2-; }
rows block > "$work/block"; rows copy > "$work/copy"; rows pilot > "$work/pilot"
check "there are rows" [ -s "$work/block" ]
check "a copy of the design has the same counts" cmp -s "$work/block" "$work/copy"
check "another design has not" [ -n "$(diff "$work/block" "$work/pilot")" ]

# Journeys of the extract that begin in a quarter are those counted.
sum() { column "$work/asked/evaluation.csv" "$1" | awk '{ s += $1 } END { printf "%d\n", s }'; }
started=$(column "$work/asked/journeys.csv" triage | awk '$1 >= "2010-04-01"' | wc -l)
check "started are journeys of the extract" [ "$(sum started)" -eq "$started" ]
check "of which there are some" [ "$started" -gt 500 ]
check "exposed as well" [ "$(sum followup_exposed)" -eq "$(column "$work/asked/journeys.csv" followup_exposed | grep -c 1)" ]
check "the truth has more rows than the records" [ "$(lines "$work/asked/truth.csv")" -gt "$(lines "$work/asked/journeys.csv")" ]
for table in tops deaths offences; do
  check "$table has rows" [ "$(lines "$work/asked/$table.csv")" -gt 10 ]
done

# Shards.
check "one shard" gives 0 run --out "$work/one" --evaluation --extract --shard 1/2
check "the other" gives 0 run --out "$work/two" --evaluation --extract --shard 2/2
check "together" gives 0 "$pbrsim" merge "$work/one" "$work/two" --out "$work/merged" --quiet
check "are the whole run" same "$work/asked" "$work/merged"

# Small numbers.
check "--suppress with --evaluation" gives 2 run --out "$work/never" --suppress 5 --evaluation
check "says why" says "$work/err" "its counts are small"
check "--suppress with --extract" gives 2 run --out "$work/never" --suppress 5 --extract
check "says why, too" says "$work/err" "unit records"
check "nothing was made" [ ! -e "$work/never" ]

# Estimates.
check "estimates" gives 0 "$pbrsim" evaluate "$work/asked" --out "$work/did" --resamples 99
check "are printed" says "$work/out" "completion"
cp "$work/out" "$work/printed"
check "one row for each of 3 designs, 2 replications, 7 outcomes, 3 estimators" [ "$(lines "$work/did/did.csv")" -eq 127 ]
check "described for programs" says "$work/did/datapackage.json" '"did_summary"'
check "again" gives 0 "$pbrsim" evaluate "$work/asked" --out "$work/did2" --resamples 99
check "the same" cmp -s "$work/did/did.csv" "$work/did2/did.csv"
mkdir "$work/alone" && cp "$work/asked/evaluation.csv" "$work/alone"
check "evaluation.csv alone is enough" gives 0 "$pbrsim" evaluate "$work/alone" --resamples 99
check "for the same" cmp -s "$work/out" "$work/printed"
check "no redesigned areas" gives 2 "$pbrsim" evaluate "$work/asked" --against redesigned
check "is said" says "$work/err" "evaluated_as"
check "a folder without the table" gives 2 "$pbrsim" evaluate "$work/plain"
check "is told what to give" says "$work/err" "--evaluation"
conclude
