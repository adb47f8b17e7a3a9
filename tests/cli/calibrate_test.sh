#!/bin/sh
# pbrsim calibrate as its users run it. Usage: calibrate_test.sh PBRSIM FOLDER_OF_THIS_TEST
set -u
pbrsim=$1
here=$2
. "$2/checks.sh"

same() { cmp -s "$1/posterior.csv" "$2/posterior.csv" && cmp -s "$1/calibration_targets.csv" "$2/calibration_targets.csv" &&
         cmp -s "$1/calibration_parameters.csv" "$2/calibration_parameters.csv" && cmp -s "$1/report.md" "$2/report.md"; }

fit=$here/calibration.yaml
check "a fit" gives 0 "$pbrsim" calibrate "$fit" --out "$work/one" --threads 1
check "says how far it is" says "$work/err" "Step 2 of 2: distance"
check "then as if the model were right" says "$work/err" "without discrepancies"
check "and shows both" says "$work/one/report.md" "without discrepancies"
check "lists what is not measured" says "$work/one/report.md" "five_years: in treatment for five years"
check "has a row for each member" [ "$(wc -l < "$work/one/posterior.csv")" -eq 13 ]
check "under the names of draws" [ "$(sed 1q "$work/one/posterior.csv")" = "completion,moves" ]
check "leaves no checkpoint" [ ! -e "$work/one/checkpoint" ]
check "on two threads" gives 0 "$pbrsim" calibrate "$fit" --out "$work/two" --threads 2 --quiet
check "is the same to the byte" same "$work/one" "$work/two"
check "with another seed" gives 0 "$pbrsim" calibrate "$fit" --out "$work/seed" --seed 6 --quiet
check "is another" [ "$(cmp -s "$work/one/posterior.csv" "$work/seed/posterior.csv"; echo $?)" -eq 1 ]

# Killed in the midst: what was finished counts.
"$pbrsim" calibrate "$fit" --out "$work/killed" --threads 1 --quiet 2> "$work/killed.err" &
victim=$!
until [ "$(wc -c 2> "$work/ignored" < "$work/killed/checkpoint" || echo 0)" -gt 40000 ] || ! kill -0 $victim 2> "$work/ignored"; do :; done
kill -9 $victim 2> "$work/ignored"
wait $victim 2> "$work/ignored"
check "killed" [ -e "$work/killed/checkpoint" ]
check "other settings do not go on from it" gives 2 "$pbrsim" calibrate "$fit" --out "$work/killed" --resume --members 10
check "resumed" gives 0 "$pbrsim" calibrate "$fit" --out "$work/killed" --resume --threads 2 --quiet
check "is the same as unbroken" same "$work/one" "$work/killed"
check "nothing to resume" gives 2 "$pbrsim" calibrate "$fit" --out "$work/none" --resume

# The posterior is what sampling.posterior reads.
{ echo "extends: $here/uncertain_block.yaml"; echo "run: {draws: 3}"; echo "sampling: {posterior: $work/one/posterior.csv}"; } > "$work/uses.yaml"
check "a scenario takes the posterior" gives 0 "$pbrsim" check "$work/uses.yaml"

# Mistakes: one message with file and line, and nothing written.
wrong() {
  sed "s|$2|$3|; s|: uncertain_block|: $here/uncertain_block|; s|: calibration_targets|: $here/calibration_targets|" "$fit" > "$work/wrong.yaml"
  check "$1" gives 2 "$pbrsim" calibrate "$work/wrong.yaml" --out "$work/not"
  check "$1: says so" says "$work/err" "$4"
  check "$1: where" says "$work/err" "wrong.yaml:"
  check "$1: writes nothing" [ ! -e "$work/not" ]
}
wrong "a misspelt key" "members:" "membres:" "members"
wrong "a draw that is not there" "moves\\]" "mooves]" "mooves"
wrong "a parameter of behaviour" "moves\\]" "adjustment]" "only natural history and the treatment system"
wrong "a discrepancy of nothing" "{exits_completed:" "{exits_compleeted:" "is no target"
wrong "too large a discrepancy" "sd: 0.02" "sd: 0.05" "more than twice"

conclude
