#!/bin/sh
# What happens when results cannot be written, or only some of them can be had.
# Usage: output_test.sh PBRSIM FAILING_BLOCKS FOLDER_OF_THIS_TEST
set -u
pbrsim=$1
failing=$2
scenario=$3/two_designs.yaml
. "$3/checks.sh"
only_blocks() { [ -d "$1" ] && [ -z "$(ls -A "$1" | grep -v '^checkpoint$')" ]; }
run() { "$pbrsim" run "$scenario" --quiet --replications 1 "$@"; }
begin_long_run() {  # begin_long_run FOLDER: goes on in the background as $pid, and has begun to write
  "$pbrsim" run "$scenario" --out "$1" --replications 100000 --threads 1 > "$work/first.out" 2> "$work/first.err" &
  pid=$!
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    [ -e "$1/ledger.csv.partial" ] && break
    sleep 0.25
  done
}

# Names.
touch "$work/file"
check "a name that is a file" gives 2 run --out "$work/file"
check "is said to be one" says "$work/err" "$work/file: is a file"
check "and stays" [ ! -s "$work/file" ]
check "a name below a file" gives 2 run --out "$work/file/below"
check "a name whose parents are missing is made" gives 0 run --out "$work/a/b/c"
check "with results" [ -s "$work/a/b/c/manifest.json" ]
check "an empty name" gives 2 run --out ""

# Options that need a folder for results, and what they take.
check "--gzip without --out" gives 2 run --gzip
check "says what it needs" says "$work/err" "out"
check "--suppress 2 would give ones away" gives 2 run --out "$work/never" --suppress 2
check "--round 1" gives 2 run --out "$work/never" --round 1
check "--suppress with unit records" gives 2 run --out "$work/never" --suppress 5 --episodes
check "says why" says "$work/err" "one row per treatment episode"
check "nothing was made" [ ! -e "$work/never" ]

# Earlier results.
check "first run" gives 0 run --out "$work/again" --episodes
check "with all tables" [ -s "$work/again/episodes.csv" ]
echo mine > "$work/again/notes.txt"
check "second run over it" gives 0 run --out "$work/again" --force --gzip
check "tables of before are gone" [ -z "$(find "$work/again" -name '*.csv')" ]
check "the new ones are there" [ -s "$work/again/panel.csv.gz" ]
check "other files stay" [ -s "$work/again/notes.txt" ]

# People may live longer than anybody ever did: hazards of death are what the scenario says.
check "episodes of the very old" gives 0 run --out "$work/old" --episodes \
  --set pathway.people.opiate.age_mean=90 --set pathway.people.opiate.age_sd=30
check "are rows" [ "$(awk -F, 'NR > 1 && $10 > 150' "$work/old/episodes.csv" | wc -l)" -gt 0 ]

# A full disk: files may grow to 64 KiB (128 blocks of 512 bytes), the checkpoint needs more.
cp -r "$work/again" "$work/before"
(ulimit -f 128 && run --out "$work/limit" > "$work/out" 2> "$work/err")
check "a file that cannot grow is a fault" [ $? -eq 3 ]
check "names file and reason" says "$work/err" "$work/limit/.*File too large"
check "says what to do" says "$work/err" "has space, then run again"
check "leaves nothing but finished blocks" only_blocks "$work/limit"
(ulimit -f 128 && run --out "$work/again" --force > "$work/out" 2> "$work/err")
check "over earlier results too" [ $? -eq 3 ]
check "leaves them as they were" diff -r -x checkpoint "$work/before" "$work/again"
if mount_tmpfs "$work/small" size=64k; then
  check "a full disk is a fault" gives 3 run --out "$work/small/out"
  check "named as such" says "$work/err" "No space left on device"
  check "leaves nothing but finished blocks" only_blocks "$work/small/out"
else
  echo "SKIPPED: full disk (mounting is not permitted here)"
fi

# A folder that may not be written.
if mount_tmpfs "$work/fixed" size=1m && mkdir "$work/fixed/out" && mount -o remount,ro "$work/fixed"; then
  check "a read-only folder is a fault" gives 3 run --out "$work/fixed/out"
  check "named as such" says "$work/err" "Read-only file system"
  check "and so is one that cannot be made" gives 3 run --out "$work/fixed/new"
  check "named as such, too" says "$work/err" "$work/fixed/new: cannot be made (Read-only file system)"
else
  echo "SKIPPED: read-only folder (mounting is not permitted here)"
fi

# The folder vanishes while a run goes on, and two runs want the same folder.
begin_long_run "$work/two"
check "a folder in use" gives 2 run --out "$work/two"
check "is named" says "$work/err" "$work/two: another run is writing into this folder"
check "also with --force" gives 2 run --out "$work/two" --force
check "the first goes on" kill -0 $pid
kill -KILL $pid
wait $pid 2> /dev/null
check "a killed run holds nothing" gives 0 run --out "$work/two" --force
check "and leaves nothing" [ -z "$(find "$work/two" -name '*.partial')" ]

begin_long_run "$work/gone"
rm -r "$work/gone"
kill -INT $pid
wait $pid
check "a folder that vanished is a fault" [ $? -eq 3 ]
check "named as such" says "$work/first.err" "$work/gone/.*No such file or directory"
check "and not made again" [ ! -e "$work/gone" ]

# Blocks that fail: 4 replications of 2 areas, north first. Exit code 4, the others count.
check "failed blocks" gives 4 "$failing" "$scenario" "$work/failed" 1 4
check "are named" says "$work/err" "block 1 failed (area south, replication 0, seed 11): planted failure"
check "both" says "$work/err" "block 4 failed (area north, replication 2"
check "the manifest lists them" [ "$(grep -c '"message": "planted failure"' "$work/failed/manifest.json")" -eq 2 ]
check "and what counts" says "$work/failed/manifest.json" '"counted": 4'
check "the area has the others" [ "$(grep -c '^block,south,new_journeys,journeys,3,' "$work/failed/summary.csv")" -eq 1 ]
check "the total has the complete ones" [ "$(grep -c '^block,total,new_journeys,journeys,2,' "$work/failed/summary.csv")" -eq 1 ]
check "nothing of a failed block" [ "$(awk -F, '$2 == "south" && $3 == 0' "$work/failed/ledger.csv" | wc -l)" -eq 0 ]
check "the rest is whole" [ "$(awk -F, '$2 == "north" && $3 == 0' "$work/failed/ledger.csv" | wc -l)" -gt 10 ]
check "the table is shown" says "$work/out" "All areas together"
check "all blocks" gives 4 "$failing" "$scenario" "$work/none" 0 1 2 3 4 5 6 7
check "leave tables without rows" [ "$(wc -l < "$work/none/ledger.csv")" -eq 1 ]
check "no block" gives 0 "$failing" "$scenario" "$work/all" 8

conclude
