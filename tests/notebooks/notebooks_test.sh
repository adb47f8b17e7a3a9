#!/bin/sh
# The notebooks run from their first cell to the last on results of a small scenario, and stop where tables were altered.
# Usage: notebooks_test.sh PBRSIM NOTEBOOKS FOLDER_OF_THE_COMMANDS_TESTS. Exit code 77: not installed here.
set -u
pbrsim=$1
notebooks=$2
scenario=$3/two_designs.yaml

skip() {
  echo "SKIPPED: $1 is not installed"
  exit 77
}
nbconvert=$(command -v jupyter-nbconvert) || skip jupyter-nbconvert
# The one that it runs under is the one that runs the cells.
interpreter=$(sed -n '1s/^#! *//p' "$nbconvert")
for module in ipykernel pandas matplotlib; do
  $interpreter -c "import $module" 2> /dev/null || skip "$module of $interpreter (python3-$module)"
done

. "$3/checks.sh"
export HOME="$work" IPYTHONDIR="$work/ipython" JUPYTER_DATA_DIR="$work/jupyter"
# execute NOTEBOOK RESULTS [EVALUATED]
execute() {
  PBRSIM_RESULTS=$2 PBRSIM_EVALUATED=${3-} "$nbconvert" --to notebook --execute --output-dir "$work/executed" \
    "$notebooks/$1.ipynb"
}
run() { "$pbrsim" run "$scenario" --quiet --set areas.south.evaluated_as=comparison --set areas.south.stands_for=3 \
  --set run.follow_up="24 months" "$@"; }

for notebook in "$notebooks"/*.ipynb; do
  check "$(basename "$notebook") is kept without outputs" [ "$(grep -c '"outputs": \[\]' "$notebook")" -eq \
    "$(grep -c '"cell_type": "code"' "$notebook")" ]
done
check "a run" gives 0 run --replications 3 --evaluation --out "$work/plain"
check "the same for evaluators" gives 0 "$pbrsim" evaluate "$work/plain" --out "$work/evaluated"
check "two designs" gives 0 execute two_designs "$work/plain"
check "evaluation" gives 0 execute evaluation "$work/plain" "$work/evaluated"
check "held against what pbrsim evaluate says" says "$work/executed/evaluation.ipynb" "worlds and designs agree"
check "a run by group and replication, packed" gives 0 run --replications 2 --by group,replication --gzip --out "$work/other"
check "two designs of that" gives 0 execute two_designs "$work/other"

# A pound more in one payment.
cp -r "$work/plain" "$work/altered"
awk 'NR == 2 { n = split($0, field, ","); $0 = field[1]; for (i = 2; i < n; ++i) $0 = $0 "," field[i]; $0 = $0 "," field[n] + 100 } 1' \
  "$work/plain/ledger.csv" > "$work/altered/ledger.csv"
check "an altered ledger stops it" gives 1 execute two_designs "$work/altered"
check "and says so" says "$work/err" "AssertionError"
conclude
