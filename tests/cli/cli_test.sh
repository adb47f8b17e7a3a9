#!/bin/sh
# The program as its users run it: exit codes, messages, files. Usage: cli_test.sh PBRSIM FOLDER_OF_THIS_TEST
set -u
pbrsim=$1
here=$2
scenario=$here/two_designs.yaml
. "$here/checks.sh"

check "help" gives 0 "$pbrsim" --help
check "help has examples" says "$work/out" "pbrsim check scenarios/eight_pilots.yaml"
check "version" gives 0 "$pbrsim" --version
check "codebook" gives 0 "$pbrsim" codebook
check "codebook has every table" [ "$(grep -c '^## ' "$work/out")" -ge 10 ]
check "no command" gives 2 "$pbrsim"
check "unknown option" gives 2 "$pbrsim" run "$scenario" --thread 2
check "missing file" gives 2 "$pbrsim" run "$work/none.yaml"
check "missing file is named" says "$work/err" "none.yaml"
check "check" gives 0 "$pbrsim" check "$scenario"
check "check names areas" says "$work/out" "2 areas: north south"
check "check names designs" says "$work/out" "3 designs: block copy pilot"

# Everything that is shipped: a scenario that checks, a part of one, or a list that other tests read.
shipped=$here/../../scenarios
for file in $(find "$shipped" -name '*.yaml' | sort); do
  name=${file#"$shipped"/}
  case $name in
    evidence/pilot_facts.yaml | evidence/parameter_block.yaml | evidence/targets.yaml | evidence/calibration.yaml) ;;
    evidence/* | pilots/*) check "$name is part of a scenario" grep -rqE "(extends:|  -) .*$name|extends: \.\./$name" "$shipped" --include=*.yaml ;;
    england/*) check "$name is part of a scenario" grep -rqE "(extends:|  -) .*${name#england/}" "$shipped" --include=*.yaml ;;
    *) check "check $name" gives 0 "$pbrsim" check "$file" ;;
  esac
done
check "templates are shipped" [ "$(ls "$shipped"/templates/contracts/*.yaml | wc -l)" -ge 9 ]
check "experiments are shipped" [ "$(ls "$shipped"/experiments/*.yaml | wc -l)" -ge 1 ]
check "a template runs" gives 0 "$pbrsim" run "$shipped/templates/local_model.yaml" --replications 1 --quiet

# Runs: the same bytes for any number of threads.
for threads in 1 2 7; do
  check "run with $threads threads" gives 0 "$pbrsim" run "$scenario" --out "$work/t$threads" --threads $threads --episodes --by group,cluster
done
check "table shows designs" says "$work/out" "pilot = Payment by results"
check "says that practice is fixed" says "$work/out" "Providers keep their practice"
check "closing line" says "$work/err" "events a second per core"
for file in summary differences panel ledger episodes; do
  for threads in 2 7; do
    check "$file.csv the same with $threads threads" cmp -s "$work/t1/$file.csv" "$work/t$threads/$file.csv"
  done
  check "$file.csv ends its last line" [ "$(tail -c 1 "$work/t1/$file.csv" | od -An -c | tr -d ' ')" = '\n' ]
  check "$file.csv has rows" [ "$(wc -l < "$work/t1/$file.csv")" -gt 10 ]
done
for threads in 1 2; do
  check "providers that respond, with $threads threads" gives 0 "$pbrsim" run "$shipped/experiments/share_at_risk.yaml" --out "$work/respond$threads" --threads $threads --replications 2 --set stock.people=1000 --set "run.history=1 year" --quiet
done
check "practice moves" [ "$(cut -d, -f1-40 "$work/respond1/providers.csv" | sort -u | wc -l)" -gt 20 ]
for file in summary panel providers ledger; do
  check "$file.csv of providers that respond is the same" cmp -s "$work/respond1/$file.csv" "$work/respond2/$file.csv"
done
check "no half-written files" [ -z "$(find "$work/t1" -name '*.partial')" ]
check "manifest has the scenario's hash" says "$work/t1/manifest.json" '"sha256"'
check "manifest counts replications" says "$work/t1/manifest.json" '"counted": 4'
check "a copy differs by exactly nothing" [ -z "$(awk -F, '$1 == "copy" && $7 != "0" && $7 != ""' "$work/t1/differences.csv")" ]
check "another design differs" [ -n "$(awk -F, '$1 == "pilot" && $7 != "0" && $7 != ""' "$work/t1/differences.csv")" ]
check "without --out nothing is written" gives 0 "$pbrsim" run "$scenario" --replications 1 --quiet
check "quiet is quiet" [ ! -s "$work/out" ]

# The complete scenario is the scenario.
check "--resolved" gives 0 "$pbrsim" check "$scenario" --resolved
cp "$work/out" "$work/resolved.yaml"
check "it runs" gives 0 "$pbrsim" run "$work/resolved.yaml" --out "$work/resolved" --threads 2 --episodes --by group,cluster --quiet
for file in summary differences panel ledger episodes; do
  check "$file.csv the same from the complete scenario" cmp -s "$work/t1/$file.csv" "$work/resolved/$file.csv"
done
check "and resolves to itself" gives 0 "$pbrsim" check "$work/resolved.yaml" --resolved
check "byte by byte" cmp -s "$work/out" "$work/resolved.yaml"
check "diff of the two" gives 0 "$pbrsim" diff "$scenario" "$work/resolved.yaml"
check "is none" says "$work/out" "^no difference$"
sed 's/seed: 11/seed: 12/' "$scenario" > "$work/other.yaml"
check "diff of two" gives 0 "$pbrsim" diff "$scenario" "$work/other.yaml"
check "says what differs" says "$work/out" "^run.seed: 11 -> 12$"
check "and how much" says "$work/out" "^1 difference$"
check "diff without a file" gives 2 "$pbrsim" diff "$scenario" "$work/none.yaml"
check "schema" gives 0 "$pbrsim" schema
check "is JSON Schema" says "$work/out" "https://json-schema.org/draft/2020-12/schema"
check "reference" gives 0 "$pbrsim" reference
check "is Markdown" says "$work/out" "^# Scenarios$"
if [ -w /dev/full ]; then
  check "what cannot be printed is a fault" gives 3 sh -c "'$pbrsim' schema > /dev/full"
fi

# The folder for results.
check "a full folder is refused" gives 2 "$pbrsim" run "$scenario" --out "$work/t1"
check "and says how" says "$work/err" "--force"
check "unless forced" gives 0 "$pbrsim" run "$scenario" --out "$work/t1" --force --replications 1 --quiet

# Options change the scenario; mistakes in them are found like those in the file.
check "seed" gives 0 "$pbrsim" run "$scenario" --out "$work/seed" --seed 12 --quiet
check "another seed, other numbers" [ "$(cmp -s "$work/seed/summary.csv" "$work/t2/summary.csv"; echo $?)" -ne 0 ]
check "--set" gives 0 "$pbrsim" check "$scenario" --set "run.history=3 years"
check "--set acts" says "$work/out" "from 2009-04-01"
check "--set with a typo" gives 2 "$pbrsim" run "$scenario" --out "$work/never" --set "run.histori=3 years"
check "names the nearest key" says "$work/err" "history"
check "--set without a value" gives 2 "$pbrsim" check "$scenario" --set "run.history"
check "no replications" gives 2 "$pbrsim" run "$scenario" --replications 0
sed 's/minimum_abstinence/minimum_abstinance/; s/moves_away: 0.04 per year/moves_away: 5/' "$scenario" > "$work/typo.yaml"
check "typos in the file" gives 2 "$pbrsim" run "$work/typo.yaml" --out "$work/never"
check "first typo found" says "$work/err" "minimum_abstinence"
check "second in the same report" says "$work/err" "moves_away"
check "nothing was written" [ ! -e "$work/never" ]

# Ctrl-C: the complete replications count.
"$pbrsim" run "$scenario" --out "$work/int" --replications 100000 --threads 2 2> "$work/err" > "$work/out" &
pid=$!
sleep 3
kill -INT $pid
wait $pid
check "interrupted gives 130" [ $? -eq 130 ]
check "and says how far it came" says "$work/err" "replications are complete and count"
check "and so does the manifest" says "$work/int/manifest.json" '"interrupted": true'
check "tables of what is complete" [ "$(wc -l < "$work/int/summary.csv")" -gt 10 ]

conclude
