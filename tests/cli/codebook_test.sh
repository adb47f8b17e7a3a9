#!/bin/sh
# The codebook's lines for reading tables, run as they stand there.
# Usage: codebook_test.sh r|python PBRSIM FOLDER_OF_THIS_TEST. Exit code 77: not installed here.
set -u
language=$1
pbrsim=$2
here=$3

skip() {
  echo "SKIPPED: $1 is not installed"
  exit 77
}
interpreter=
case $language in
  r)
    interpreter=$(command -v Rscript) || skip "R (r-base-core)"
    ;;
  python)
    for candidate in python3 /usr/bin/python3; do
      "$candidate" -c 'import pandas' 2> /dev/null && interpreter=$candidate
    done
    [ -n "$interpreter" ] || skip "pandas (python3-pandas)"
    ;;
esac

. "$here/checks.sh"
# An id that a careless reader takes for a missing value.
sed 's/^  north:/  nan:/' "$here/two_designs.yaml" > "$work/scenario.yaml"
run() { "$pbrsim" run "$work/scenario.yaml" --replications 2 --quiet "$@" || exit 1; }
run --out "$work/plain" --suppress 5
run --out "$work/packed" --suppress 5 --gzip

"$pbrsim" codebook > "$work/codebook.md"
# The lines between ```$language and ```.
sed -n "/^\`\`\`$language\$/,/^\`\`\`\$/{/^\`\`\`/d;p}" "$work/codebook.md" > "$work/lines"
check "the codebook has lines for $language" [ -s "$work/lines" ]

r_checks='
stopifnot(nrow(panel) == 3 * 2 * length(unique(panel$month)))
stopifnot(identical(sort(unique(panel$area)), c("nan", "south")))
stopifnot(inherits(panel$month, "Date"), format(min(panel$month)) == "2010-04-01")
stopifnot(is.character(panel$design), is.numeric(panel$journeys), is.numeric(panel$person_days_waiting))
stopifnot(anyNA(panel$deaths_other), !anyNA(panel$month), sum(panel$reviews, na.rm = TRUE) > 0)
'
python_checks='
assert len(panel) == 3 * 2 * panel.month.nunique()
assert sorted(panel.area.unique()) == ["nan", "south"]
assert str(panel.month.dtype) == "datetime64[ns]" and str(panel.month.min().date()) == "2010-04-01"
assert panel.deaths_other.dtype == float and panel.person_days_waiting.dtype == float
assert panel.deaths_other.isna().any() and panel.month.notna().all() and panel.reviews.sum() > 0
'
checks=$r_checks
[ "$language" = r ] || checks=$python_checks
for form in plain packed; do
  sed "s|DIR|$work/$form|" "$work/lines" > "$work/script"
  [ $form = plain ] || sed -i 's|panel\.csv|panel.csv.gz|' "$work/script"
  printf '%s' "$checks" >> "$work/script"
  check "$form tables" "$interpreter" "$work/script"
done

# datapackage.json by a reader that is not ours: every column as it is declared there.
if [ "$language" = python ]; then
  check "datapackage.json" "$interpreter" "$here/data_package_check.py" "$work/plain" "$work/packed"
fi
conclude
