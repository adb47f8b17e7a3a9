#!/bin/sh
# pbrsim evidence as its users run it. Usage: evidence_test.sh PBRSIM FOLDER_OF_THIS_TEST
set -u
pbrsim=$1
top=$2/../..
. "$2/checks.sh"

check "where values come from" gives 0 "$pbrsim" evidence "$top/scenarios/eight_pilots.yaml"
check "a row has value, mark and source" says "$work/out" '^| `areas[.][*][.]pathway.drop_out[^|]*` | [^|{]* | [SRDJ][^|]* | '
check "a judgement may have no source" says "$work/out" '| J |  |'
check "a name has no row" [ "$(grep -c '`title`' "$work/out")" -eq 0 ]
rows=$(grep -c '^| `' "$work/out")
check "a part of them" gives 0 "$pbrsim" evidence "$top/scenarios/eight_pilots.yaml" --below pathway.drop_out
check "is fewer" [ "$(grep -c '^| `' "$work/out")" -lt "$rows" ]
check "is of that part alone" [ "$(grep '^| `' "$work/out" | grep -vc 'pathway.drop_out')" -eq 0 ]
fit=$top/scenarios/evidence/fit
sed -n '/^<!-- fit -->/,/^<!-- end -->/p' "$top/sim/MODEL.md" | sed '1d;$d' > "$work/model"
sed -n '/^| target /,/^$/p' "$fit/report.md" | sed '/^$/d' > "$work/fit"
check "the fit's table is that of the shipped report" cmp -s "$work/fit" "$work/model"
for scenario in eight_pilots england; do
  check "$scenario drawn" gives 0 "$pbrsim" check "$top/scenarios/${scenario}_draws.yaml"
done
check "as CSV" gives 0 "$pbrsim" evidence "$top/scenarios/eight_pilots.yaml" --below pathway.drop_out --csv
check "has its header" [ "$(sed 1q "$work/out")" = "path,value,distribution,mark,source,note" ]
check "a part that is not there" gives 2 "$pbrsim" evidence "$top/scenarios/eight_pilots.yaml" --below pathway.drop_uot
check "is named" says "$work/err" "pathway.drop_uot"
check "nothing asked for" gives 2 "$pbrsim" evidence

targets=$top/scenarios/evidence/targets.yaml
check "targets" gives 0 "$pbrsim" evidence --targets "$targets"
sed -n '/^<!-- targets -->/,/^<!-- end -->/p' "$top/sim/MODEL.md" | sed '1d;$d' > "$work/model"
check "are those of the model document" cmp -s "$work/out" "$work/model"
check "as CSV" gives 0 "$pbrsim" evidence --targets "$targets" --csv
check "has a row each" [ "$(wc -l < "$work/out")" -eq "$(($(grep -c '{label:' "$targets") + 1))" ]

sed 's/standard_error: 0.0054/standard_eror: 0.0054/' "$targets" > "$work/typo.yaml"
check "a misspelt key" gives 2 "$pbrsim" evidence --targets "$work/typo.yaml"
check "is told with its line and the word meant" says "$work/err" 'typo.yaml:7:.*standard_eror.*did you mean "standard_error"'
sed 's/standard_error: 0.0054/standard_error: 0/' "$targets" > "$work/zero.yaml"
check "known for sure" gives 2 "$pbrsim" evidence --targets "$work/zero.yaml"
sed '7s/mark: S, //' "$targets" > "$work/unmarked.yaml"
check "without a mark" gives 2 "$pbrsim" evidence --targets "$work/unmarked.yaml"
check "is told" says "$work/err" "unmarked.yaml:7:.*has no mark"

conclude
