# shellcheck shell=sh
# For the tests of this folder to source: a temporary folder $work, deleted at the end, and checks that are counted.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

check() {  # check "what" CONDITION...
  what=$1
  shift
  if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $what"; fi
}
says() { grep -q -- "$2" "$1"; }
gives() {  # gives CODE COMMAND...: runs it, output in $work/out and $work/err
  want=$1
  shift
  "$@" > "$work/out" 2> "$work/err"
  got=$?
  [ $got -eq "$want" ] || { echo "exit code $got, not $want"; cat "$work/err"; false; }
}
conclude() {  # the last command of a test
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ]
}
