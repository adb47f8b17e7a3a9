#!/bin/sh
# scenarios/england.yaml: its areas are those that make_areas.py makes, and both scenarios are valid.
# Usage: england_test.sh PBRSIM PYTHON SCENARIOS
set -u
pbrsim=$1
scenarios=$3
. "$(dirname "$0")/checks.sh"
mkdir "$work/made" "$work/more"
check "the script runs" gives 0 "$2" "$scenarios/england/make_areas.py" --folder "$work/made"
for file in comparison_areas redesigned_areas; do
  check "$file.yaml is what it makes" cmp -s "$work/made/$file.yaml" "$scenarios/england/$file.yaml"
done
check "more areas" gives 0 "$2" "$scenarios/england/make_areas.py" --number 80 --seed 7 --folder "$work/more"
check "stand for fewer each" says "$work/more/comparison_areas.yaml" "stands_for: 1.7625"
check "england.yaml is valid" gives 0 "$pbrsim" check "$scenarios/england.yaml"
check "with 48 areas" says "$work/out" "48 areas"
check "until two years after the contracts" says "$work/out" "to 2016-04-01"
check "england_redesigned.yaml is valid" gives 0 "$pbrsim" check "$scenarios/england_redesigned.yaml"
check "with 56" says "$work/out" "56 areas"
# Four areas of 100 at the rate of 10%, one more than 1.96 standard errors (5.9) above and one below.
{
  echo design,evaluated_as,period,group,replication,area,completed_1_year_away_6_months,followed_1_year_6_months
  for row in a,16 b,4 c,10 d,10; do echo "block,comparison,before,opiate,1,${row%,*},${row#*,},100"; done
  echo block,treated,before,opiate,1,e,90,100
  echo pilot,comparison,before,opiate,1,a,90,100
} > "$work/evaluation.csv"
check "areas apart are counted" gives 0 "$2" "$scenarios/england/areas_apart.py" "$work"
check "one of four is better" says "$work/out" "clearly better: 25.0%"
check "one of four is worse" says "$work/out" "clearly worse:  25.0%"
conclude
