#!/bin/sh
# One person's history. Usage: trace_test.sh PBRSIM FOLDER_OF_THIS_TEST
set -u
pbrsim=$1
here=$2
scenario=$here/two_designs.yaml
. "$here/checks.sh"
trace() { "$pbrsim" trace "$scenario" --area north --replication 0 "$@"; }

check "a run with people" gives 0 "$pbrsim" run "$scenario" --replications 1 --quiet --people --episodes --out "$work/run"
# Somebody whose days in treatment differ, and somebody for whom nothing does.
person=$(awk -F, '$2 == "north" { k = $4; if ($1 == "block") d[k] = $11; if ($1 == "pilot" && d[k] != $11 && $10 > 0) { print k; exit } }' "$work/run/people.csv")
unmoved=$(awk -F, '$2 == "north" { k = $4; rest = substr($0, index($0, ",")); if ($1 == "block") d[k] = rest; if ($1 == "pilot" && d[k] == rest && $10 > 0) { print k; exit } }' "$work/run/people.csv")
check "somebody's treatment differs" [ -n "$person" ]

check "under one design" gives 0 trace --person "$person" --design pilot
check "it is a timeline" says "$work/out" "^20[0-9-]*  help seeking"
check "in order" sh -c "grep -oE '^20[0-9]{2}-[0-9]{2}-[0-9]{2}' '$work/out' | sort -c"
check "under two" gives 0 trace --person "$person" --design pilot --against block --out "$work/trace"
check "it says where they part" says "$work/out" "Under pilot and block the person's ways part on 20"
check "and goes on under both" says "$work/out" "From then on under block:"
check "the table has both" [ "$(column "$work/trace/trace.csv" design | sort -u | tr '\n' ' ')" = "block pilot " ]
check "and the same person" [ "$(column "$work/trace/trace.csv" person | sort -u)" = "$person" ]
check "described" says "$work/trace/datapackage.json" '"name": "trace"'
check "triages are those of episodes.csv" [ \
  "$(awk -F, -v p="$person" '$1 == "pilot" && $2 == "north" && $4 == p { print $15 }' "$work/run/episodes.csv" | awk '$1 >= "2010-04-01"' | sort | tr '\n' ' ')" = \
  "$(awk -F, '$1 == "pilot" && $9 == "admission" { print $6 }' "$work/trace/trace.csv" | sort | tr '\n' ' ')" ]
check "a copy does the same" gives 0 trace --person "$person" --design copy --against block
check "it says so" says "$work/out" "The same under copy and block"
if [ -n "$unmoved" ]; then
  check "somebody unmoved" gives 0 trace --person "$unmoved" --design pilot --against block
fi

check "nobody" gives 2 trace --person 4294967295 --design pilot
check "says who there is" says "$work/err" "nothing happens to anybody of that number; numbers near it are"
check "no such area" gives 2 "$pbrsim" trace "$scenario" --area nrth --person 1 --design pilot
check "is told" says "$work/err" 'did you mean "north"?'
check "no such design" gives 2 trace --person "$person" --design pilto
check "is told as well" says "$work/err" 'did you mean "pilot"?'
check "against itself" gives 2 trace --person "$person" --design pilot --against pilot

conclude
