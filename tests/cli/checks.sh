# shellcheck shell=sh
# For the tests of this folder to source: a temporary folder $work, deleted at the end, and checks that are counted.
work=$(mktemp -d)
mounted=
clean_up() {
  for place in $mounted; do umount "$place"; done
  rm -rf "$work"
}
trap clean_up EXIT
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
same() {  # same A B: all files but the manifest, which holds times
  for file in "$1"/*; do
    name=${file##*/}
    [ "$name" = manifest.json ] || cmp -s "$file" "$2/$name" || { echo "$name differs"; return 1; }
  done
  [ "$(ls "$1")" = "$(ls "$2")" ]
}
lines() { if [ -e "$1" ]; then wc -l < "$1"; else echo 0; fi; }
blocks_in() { cut -d ' ' -f 1 "$1" | sort -u | wc -l; }  # blocks_in LOG_OF_COUNTED_BLOCKS: how many different ones
column() {  # column FILE NAME: the values of a CSV's column
  awk -F, -v name="$2" 'NR == 1 { for (i = 1; i <= NF; ++i) if ($i == name) c = i; next } { print $c }' "$1"
}
mount_tmpfs() {  # mount_tmpfs FOLDER OPTIONS: false where that is not permitted
  mkdir -p "$1"
  mount -t tmpfs -o "$2" tmpfs "$1" 2> /dev/null || return 1
  mounted="$mounted $1"
}
has_ranks() {  # has_ranks PBRSIM: false where there is no mpirun, or the program is built without MPI
  command -v mpirun > /dev/null && "$1" --version | grep -q "MPI: Open MPI"
}
ranks() {  # ranks N COMMAND...: as so many processes, root or not, however few cores there are
  number=$1
  shift
  OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 mpirun --oversubscribe --bind-to none -n "$number" "$@"
}
conclude() {  # the last command of a test
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ]
}
