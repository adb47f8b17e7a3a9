#!/bin/sh
# pbrsim explain as its users run it. Usage: explain_test.sh PBRSIM FOLDER_OF_THIS_TEST
set -u
pbrsim=$1
scenario=$2/two_designs.yaml
. "$2/checks.sh"

check "explain" gives 0 "$pbrsim" explain "$scenario" --out "$work/all"
check "says what it is" says "$work/out" "nobody is simulated"
check "every area and design" [ "$(grep -c '^\(north\|south\) / \(block\|copy\|pilot\) / ' "$work/out")" -ge 6 ]
check "says where income comes from" says "$work/out" "Where the income comes from"
check "says what levers bring" says "$work/out" "reintegration"
check "says when cash covers costs" says "$work/out" "Cash over the contract"
for file in client_values client_terms provider_cash designs areas; do
  check "$file.csv has rows" [ "$(wc -l < "$work/all/$file.csv")" -gt 3 ]
  check "$file.csv is described" says "$work/all/datapackage.json" "\"$file.csv\""
done
check "a manifest seals it" says "$work/all/manifest.json" '"sha256"'
# A copy of a design is worth what the design is.
sed -n 's/^block,//p' "$work/all/client_values.csv" > "$work/block"
sed -n 's/^copy,//p' "$work/all/client_values.csv" > "$work/copy"
sed -n 's/^pilot,//p' "$work/all/client_values.csv" > "$work/pilot"
check "a copy is explained alike" cmp -s "$work/block" "$work/copy"
check "another design is not" [ "$(cmp -s "$work/block" "$work/pilot"; echo $?)" -eq 1 ]

check "one area and design" gives 0 "$pbrsim" explain "$scenario" --area north --design pilot --out "$work/one"
grep '^pilot,north,' "$work/all/client_values.csv" > "$work/here"
sed 1d "$work/one/client_values.csv" > "$work/there"
check "the same bytes" cmp -s "$work/here" "$work/there"
check "only those" [ "$(grep -c '^north / pilot / ' "$work/out")" -eq "$(grep -c '^[a-z]* / [a-z]* / ' "$work/out")" ]
check "an area that is not there" gives 2 "$pbrsim" explain "$scenario" --area nroth
check "is named, with those there are" says "$work/err" "--area nroth.*did you mean .north.*north, south"
check "a design that is not there" gives 2 "$pbrsim" explain "$scenario" --design pliot
check "a folder with something in it" gives 2 "$pbrsim" explain "$scenario" --out "$work"
check "a change of the scenario" gives 0 "$pbrsim" explain "$scenario" --area north --design pilot --set "run.contract=3 years"
check "is heard" says "$work/out" "for 36 months"

# What providers have learnt by go-live.
learning="--set designs.pilot.behaviour.learning=true --set response.prior_events"
check "after a history" gives 0 "$pbrsim" explain "$scenario" --area north --design pilot --after-history $learning=1 --out "$work/learnt"
check "says which beliefs" says "$work/out" "as they have learnt by go-live"
check "differs from mean rates" [ "$(cmp -s "$work/one/client_values.csv" "$work/learnt/client_values.csv"; echo $?)" -eq 1 ]
check "once more" gives 0 "$pbrsim" explain "$scenario" --area north --design pilot --after-history $learning=1 --out "$work/again"
check "gives the same bytes" cmp -s "$work/learnt/client_values.csv" "$work/again/client_values.csv"

# The practice that they are heading for, as the first row of a run has it.
responding="--set designs.pilot.behaviour.effort=true --set designs.pilot.behaviour.discharge=true"
check "where providers choose" gives 0 "$pbrsim" explain "$scenario" --area north --design pilot --after-history $responding --out "$work/chosen"
check "says what they are heading for" says "$work/out" "The practice it is heading for"
check "and what makes them move" says "$work/out" "from [0-9.]* times"
check "has a row a lever" [ "$(wc -l < "$work/chosen/chosen_practice.csv")" -gt 4 ]
check "none where nobody chooses" [ "$(wc -l < "$work/learnt/chosen_practice.csv")" -eq 1 ]

conclude
