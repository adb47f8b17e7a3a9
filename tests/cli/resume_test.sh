#!/bin/sh
# Runs that are divided or end early give what a run in one piece gives: any number of threads or ranks, shards that are
# merged, runs that were killed, interrupted, out of space, damaged; and what does not fit together is refused.
# Usage: resume_test.sh PBRSIM COUNTED_BLOCKS FAILING_BLOCKS FOLDER_OF_THIS_TEST
set -u
pbrsim=$1
counted=$2
failing=$3
. "$4/checks.sh"
# The small scenario made smaller, because it is run often.
scenario=$work/scenario.yaml
sed 's/history: 2 years, contract: 2 years/history: 1 years, contract: 1 years/; s/people: 1500/people: 200/; s/warm_up: 5 years/warm_up: 2 years/; /transition: /d' \
  "$4/two_designs.yaml" > "$scenario"
run() { "$pbrsim" run "$scenario" --quiet "$@"; }
at_random() {  # at_random FROM TO
  echo $(($1 + $(od -An -N2 -tu2 /dev/urandom) % ($2 - $1 + 1)))
}

complete_in() {  # complete_in FOLDER: how many replications count in it
  sed -n 's/.*"counted": *\([0-9]*\).*/\1/p' "$1/manifest.json"
}
tables_are_of() {  # tables_are_of FOLDER: those of a run that asks for as many replications as it has
  rm -rf "$work/shorter"
  run --out "$work/shorter" --replications "$(complete_in "$1")" --episodes 2> /dev/null || return 1
  for file in "$work/shorter"/*.csv; do cmp -s "$file" "$1/${file##*/}" || { echo "${file##*/} differs"; return 1; }; done
}

replications=70
blocks=$((2 * replications))
check "the run to compare with" gives 0 run --out "$work/whole" --replications $replications --episodes --threads 2
for threads in 1 5; do
  check "$threads threads" gives 0 run --out "$work/t$threads" --replications $replications --episodes --threads $threads
  check "give the same files" same "$work/whole" "$work/t$threads"
done

most_ranks=1
if has_ranks "$pbrsim"; then
  most_ranks=3
  for n in 1 2 3; do
    rm -f "$work/log"
    check "$n ranks" gives 0 ranks $n "$counted" "$scenario" "$work/n$n" "$work/log" $replications $((4 - n))
    check "give the same files" same "$work/whole" "$work/n$n"
    check "each block once" [ "$(blocks_in "$work/log") $(lines "$work/log")" = "$blocks $blocks" ]
  done
  # Killed in the middle of a bundle: what the rank has finished is in its own file, and only what was begun is lost.
  rank_with() {  # rank_with FILE: the process that has it open
    for process in $(cut -d ' ' -f 2 "$work/log" | sort -u); do
      for open in /proc/"$process"/fd/*; do
        [ "$(readlink "$open")" != "$1" ] || { echo "$process"; return; }
      done
    done
  }
  for file in checkpoint.1 checkpoint; do
    rm -rf "$work/log" "$work/bundle"
    touch "$work/log"
    ranks 2 "$counted" "$scenario" "$work/bundle" "$work/log" $replications 1 --slow 2> "$work/err" &
    whole_pid=$!
    victim=
    tries=0
    until { [ -n "$victim" ] && [ "$(grep -c " $victim\$" "$work/log")" -ge 4 ]; } || [ $tries -gt 1200 ]; do
      sleep 0.05
      tries=$((tries + 1))
      victim=$(rank_with "$work/bundle/$file")
    done
    check "the rank that writes $file is killed" kill -KILL "$victim"
    wait $whole_pid 2> /dev/null
    begun=$(lines "$work/log")
    check "both leave what they have finished" [ -s "$work/bundle/checkpoint.1" -a -s "$work/bundle/checkpoint" ]
    check "one process goes on alone" gives 0 "$counted" "$scenario" "$work/bundle" "$work/log" $replications 2 --resume
    check "of $begun begun no finished block was lost" [ "$(lines "$work/log")" -le $((blocks + 2)) ]
    check "to the same files" same "$work/whole" "$work/bundle"
  done

  # Interrupted: the tables are those of as many replications as are complete, wherever they were simulated.
  rm -rf "$work/log"
  touch "$work/log"
  ranks 3 "$counted" "$scenario" "$work/stopped" "$work/log" $replications 1 --slow 2> "$work/err" &
  whole_pid=$!
  while [ "$(lines "$work/log")" -lt 90 ]; do sleep 0.05; done
  kill -TERM "$(rank_with "$work/stopped/checkpoint")"
  wait $whole_pid 2> /dev/null
  check "a run by ranks that is interrupted says so" says "$work/err" "finished blocks are kept in $work/stopped/checkpoint and beside it"
  check "and has counted ($(complete_in "$work/stopped"))" [ "$(complete_in "$work/stopped")" -gt 0 ]
  check "what a shorter run would" tables_are_of "$work/stopped"
  check "it goes on by other ranks" gives 0 ranks 2 "$counted" "$scenario" "$work/stopped" "$work/log" $replications 1 --resume
  check "to the same files" same "$work/whole" "$work/stopped"
  check "with what was finished" [ "$(lines "$work/log")" -le $((blocks + 3)) ]

  # Shards by ranks.
  check "a shard by two ranks" gives 0 ranks 2 "$counted" "$scenario" "$work/by2" "$work/log" $replications 1 --shard 1/2
  check "and one by three" gives 0 ranks 3 "$counted" "$scenario" "$work/by3" "$work/log" $replications 1 --shard 2/2
  check "leave a file for each rank" [ "$(ls "$work/by3" | tr '\n' ' ')" = "checkpoint checkpoint.1 checkpoint.2 " ]
  check "which merge" gives 0 "$pbrsim" merge "$work/by2" "$work/by3" --out "$work/merged_ranks" --quiet
  check "to the same files" same "$work/whole" "$work/merged_ranks"

  check "a rank that cannot read the scenario" gives 3 ranks 1 "$pbrsim" run "$scenario" --quiet --out "$work/apart" \
    : -n 1 "$pbrsim" run "$work/nothing.yaml" --quiet --out "$work/apart"
  check "is named, and why" says "$work/err" "rank 1 cannot go on: $work/nothing.yaml: cannot be read"
  check "a mistake" gives 2 ranks 3 "$pbrsim" run "$work/nothing.yaml"
  check "is told once" [ "$(grep -c "nothing.yaml: cannot be read" "$work/err")" -eq 1 ]
else
  echo "SKIPPED: ranks (no mpirun here, or built without MPI; ./setup test --with-mpi)"
fi

# The panel by replication in parts: the same ones however the run is shared out, and together the one in one piece.
by_replication() { run --replications 22 --by replication "$@"; }
check "by replication" gives 0 by_replication --out "$work/one"
check "in parts" gives 0 by_replication --out "$work/parts" --panel-blocks 17 --threads 2
check "of eight replications" [ "$(cd "$work/parts" && echo panel*)" = "panel-000000-000007.csv panel-000008-000015.csv panel-000016-000023.csv" ]
{
  cat "$work/parts/panel-000000-000007.csv"
  tail -q -n +2 "$work/parts/panel-000008-000015.csv" "$work/parts/panel-000016-000023.csv"
} > "$work/joined"
check "hold what one file does" cmp -s "$work/one/panel.csv" "$work/joined"
check "each described" [ "$(grep -c '"name": "panel-0' "$work/parts/datapackage.json") $(grep -c '"name": "panel-0.*csv"' "$work/parts/manifest.json")" = "3 3" ]
for shard in 1 2; do
    check "shard $shard" gives 0 by_replication --out "$work/p$shard" --shard $shard/2
done
check "merged" gives 0 "$pbrsim" merge "$work/p1" "$work/p2" --out "$work/merged_parts" --quiet --panel-blocks 17
check "in the same parts" same "$work/parts" "$work/merged_parts"
if [ $most_ranks -gt 1 ]; then
    check "by ranks" gives 0 ranks 3 "$pbrsim" run "$scenario" --quiet --out "$work/ranks_parts" --replications 22 --by replication --panel-blocks 17
  check "the same parts" same "$work/parts" "$work/ranks_parts"
fi
check "hidden numbers in parts" gives 0 by_replication --out "$work/hidden_one" --suppress 5
check "too" gives 0 by_replication --out "$work/parts" --suppress 5 --panel-blocks 25 --force
check "over what was there" [ "$(cd "$work/parts" && echo panel*)" = "panel-000000-000011.csv panel-000012-000023.csv" ]
check "hold what one file does" [ "$(tail -q -n +2 "$work/parts/panel-000000-000011.csv" "$work/parts/panel-000012-000023.csv" | cksum)" = "$(tail -n +2 "$work/hidden_one/panel.csv" | cksum)" ]

# Shards, the second of which is killed and goes on. Each block is simulated once, in its shard.
rm -f "$work/log"
touch "$work/log"
for shard in 1 2 3; do
  if [ $shard -eq 2 ]; then
    until_lines=$(($(lines "$work/log") + 6))
    "$counted" "$scenario" "$work/s2" "$work/log" $replications 1 --shard 2/3 2> "$work/err" &
    pid=$!
    while [ "$(lines "$work/log")" -lt $until_lines ]; do sleep 0.005; done
    kill -KILL $pid
    wait $pid 2> /dev/null
    check "a shard that is not complete" gives 2 "$pbrsim" merge "$work/s2" "$work/s1" --out "$work/never"
    check "and one that is missing: the first is told" says "$work/err" "Of the shards of this run, 3/3 is missing"
    check "a shard goes on" gives 0 "$counted" "$scenario" "$work/s2" "$work/log" $replications 2 --shard 2/3 --resume
  else
    check "shard $shard" gives 0 "$counted" "$scenario" "$work/s$shard" "$work/log" $replications $shard --shard $shard/3
  fi
  check "is a checkpoint" [ "$(ls "$work/s$shard")" = checkpoint ]
done
check "every block is in one of them" [ "$(blocks_in "$work/log")" -eq $blocks ]
check "and simulated once" [ "$(lines "$work/log")" -le $((blocks + 1)) ]
check "merge, in any order" gives 0 "$pbrsim" merge "$work/s3" "$work/s1" "$work/s2" --out "$work/merged"
check "gives the same files" same "$work/whole" "$work/merged"
check "and the table" says "$work/out" "All areas together"
check "and leaves the shards" [ -s "$work/s1/checkpoint" ]

# Shards that do not make a run.
check "a shard twice" gives 2 "$pbrsim" merge "$work/s1" "$work/s2" "$work/s2" --out "$work/never"
check "is named" says "$work/err" "are both shard 2/3"
check "a shard that is missing" gives 2 "$pbrsim" merge "$work/s1" "$work/s2" --out "$work/never"
check "is named" says "$work/err" "3/3 is missing"
check "a shard of another run" gives 0 run --out "$work/other" --replications $replications --episodes --seed 12 --shard 3/3
check "does not fit" gives 2 "$pbrsim" merge "$work/s1" "$work/s2" "$work/other" --out "$work/never"
check "which is said" says "$work/err" "the seed (run.seed): 11, now 12"
check "one of another length" gives 0 run --out "$work/longer" --replications $((replications + 1)) --episodes --shard 3/3
check "does not fit" gives 2 "$pbrsim" merge "$work/s1" "$work/s2" "$work/longer" --out "$work/never"
check "which is said" says "$work/err" "replications: 70, now 71"
check "one of another division" gives 0 run --out "$work/halves" --replications $replications --episodes --shard 2/2
check "does not fit" gives 2 "$pbrsim" merge "$work/s1" "$work/s2" "$work/halves" --out "$work/never"
check "which is said" says "$work/err" "shards: 3, now 2"
truncate -s -1 "$work/s3/checkpoint"
check "one with a torn tail" gives 2 "$pbrsim" merge "$work/s1" "$work/s2" "$work/s3" --out "$work/never"
check "lacks a block" says "$work/err" "shard 3/3 lacks 1 of its 46 blocks; go on with it"
check "a folder without blocks" gives 2 "$pbrsim" merge "$work/whole" --out "$work/never"
check "is named" says "$work/err" "whole/checkpoint: is not there"
check "--shard 4/3" gives 2 run --out "$work/never" --shard 4/3
check "--shard 0/3" gives 2 run --out "$work/never" --shard 0/3
check "--shard 1" gives 2 run --out "$work/never" --shard 1
check "says what it takes" says "$work/err" "like 3/10 for the third of ten"
check "more shards than replications" gives 2 run --out "$work/never" --replications 2 --shard 1/3
check "--shard without --out" gives 2 run --shard 1/3
check "a shard goes on as itself alone" gives 2 run --out "$work/s1" --replications $replications --episodes --shard 2/3 --resume
check "which is said" says "$work/err" "\-\-shard: 1/3, now 2/3"
check "nothing was written" [ ! -e "$work/never" ]

# Suppressed and rounded tables need all areas and replications at once.
check "a release" gives 0 run --out "$work/release" --suppress 5 --round 5 --gzip --by group
for shard in 1 2; do
  check "its shard $shard" gives 0 run --out "$work/r$shard" --suppress 5 --round 5 --gzip --by group --shard $shard/2
done
check "merged" gives 0 "$pbrsim" merge "$work/r1" "$work/r2" --out "$work/released" --quiet
check "is the same" same "$work/release" "$work/released"

# Killed ten times at random moments, with 1, 2 or 5 threads, alone, or as one of several ranks. A block that was begun
# when the processes were killed is lost, at most one a thread; everything else is simulated once.
begin_run() {  # begin_run RANKS THREADS OPTION: in the background; the process to kill is $pid, what ends then $whole_pid
  if [ "$1" -eq 1 ]; then
    "$counted" "$scenario" "$work/killed" "$work/log" $replications "$2" --slow ${3:-} 2> "$work/err" &
    pid=$!
    whole_pid=$pid
  else
    ranks "$1" "$counted" "$scenario" "$work/killed" "$work/log" $replications "$2" --slow ${3:-} 2> "$work/err" &
    whole_pid=$!
  fi
}
rm -f "$work/log"
touch "$work/log"
kills=0
lost=0
option=
while [ $kills -lt 10 ]; do
  threads=$(echo 1 2 5 | cut -d ' ' -f $(at_random 1 3))
  n=$(at_random 1 $most_ranks)
  [ "$n" -eq 1 ] || threads=1
  until_lines=$(($(lines "$work/log") + $(at_random 1 4)))
  begin_run "$n" "$threads" $option
  while kill -0 $whole_pid 2> /dev/null && [ "$(lines "$work/log")" -lt $until_lines ]; do sleep 0.005; done
  sleep "0.0$(at_random 10 40)"
  [ "$n" -eq 1 ] || pid=$(tail -n 1 "$work/log" | cut -d ' ' -f 2)  # one of the ranks
  kill -KILL "$pid" 2> /dev/null || { echo "ended before it was killed"; break; }
  wait $whole_pid 2> /dev/null
  kills=$((kills + 1))
  lost=$((lost + n * threads))
  option=--resume
done
check "ten kills" [ $kills -eq 10 ]
check "then a run to the end" gives 0 "$counted" "$scenario" "$work/killed" "$work/log" $replications 2 --resume
check "gives the same files" same "$work/whole" "$work/killed"
executed=$(lines "$work/log")
check "no finished block was simulated again ($executed of $blocks, $lost may be lost)" [ "$executed" -le $((blocks + lost)) ]
check "nor was one left out" [ "$(blocks_in "$work/log")" -eq $blocks ]
check "the checkpoint is gone" [ "$(cd "$work/killed" && echo checkpoint*)" = "checkpoint*" ]
check "so that there is nothing to resume" gives 2 run --out "$work/killed" --resume
check "which is said" says "$work/err" "the run in this folder has ended well"

# Fewer replications do for the rest.
replications=15
blocks=$((2 * replications))
rm -rf "$work/whole"
check "the run to compare with" gives 0 run --out "$work/whole" --replications $replications --episodes --threads 2

# SIGTERM and SIGINT: what is complete is written, and the rest can follow.
for signal in TERM INT; do
  rm -f "$work/log"
  "$counted" "$scenario" "$work/$signal" "$work/log" $replications 2 > "$work/out" 2> "$work/err" &
  pid=$!
  while [ "$(lines "$work/log")" -lt 9 ]; do sleep 0.01; done
  kill -$signal $pid
  wait $pid
  check "$signal gives 130" [ $? -eq 130 ]
  check "says what to do" says "$work/err" "the same command with --resume goes on from them"
  check "leaves the tables of what is complete" [ -s "$work/$signal/manifest.json" ]
  check "which are those of a shorter run" tables_are_of "$work/$signal"
  check "and goes on" gives 0 "$counted" "$scenario" "$work/$signal" "$work/log" $replications 2 --resume
  check "to the same files" same "$work/whole" "$work/$signal"
  check "each block once" [ "$(lines "$work/log")" -eq $blocks ]
done

# Without --resume a run that has not ended is not written over.
begin() {  # begin FOLDER: three replications and a half of what takes longer, then killed
  rm -f "$work/log"
  "$counted" "$scenario" "$1" "$work/log" $replications 1 2> /dev/null &
  pid=$!
  while [ "$(lines "$work/log")" -lt 8 ]; do sleep 0.01; done
  kill -KILL $pid
  wait $pid 2> /dev/null
}
begin "$work/begun"
cp -r "$work/begun" "$work/kept"
check "a run that has not ended" gives 2 run --out "$work/begun" --replications $replications --episodes
check "is named" says "$work/err" "holds a run that has not ended; give --resume to go on with it"

# What has changed is named, and nothing is touched.
refused() {  # refused MESSAGE OPTIONS...
  message=$1
  shift
  check "refused: $*" gives 2 run --out "$work/begun" --resume --replications $replications "$@"
  check "names: $message" says "$work/err" "$message"
}
refused "the seed (run.seed): 11, now 12" --episodes --seed 12
refused "areas.\*.pathway.completion.minimum_abstinence: 28 days, now 30 days" --episodes --set "pathway.completion.minimum_abstinence=30 days"
refused "tables: ledger,episodes, now ledger"
refused "\-\-by: none, now group" --episodes --by group
check "nothing was touched" diff -r "$work/kept" "$work/begun"
check "--resume without --out" gives 2 run --resume
check "--resume where nothing is" gives 2 run --out "$work/nothing" --resume
check "says so" says "$work/err" "nothing/checkpoint: is not there"
check "and makes no folder" [ ! -e "$work/nothing" ]

# Other numbers of replications may follow.
check "fewer replications" gives 0 run --out "$work/few" --replications 2 --episodes
check "go on from more" gives 0 run --out "$work/begun" --replications 2 --episodes --resume
check "to the same files" same "$work/few" "$work/begun"

# A damaged checkpoint: a torn or altered tail is simulated again, a damaged beginning refused.
size=$(wc -c < "$work/kept/checkpoint")
damage() {  # damage BYTE: a copy in $work/damaged with that byte turned over
  rm -rf "$work/damaged"
  cp -r "$work/kept" "$work/damaged"
  byte=$(od -An -tu1 -j "$1" -N 1 "$work/damaged/checkpoint")
  printf "\\$(printf %o $((255 - byte)))" | dd of="$work/damaged/checkpoint" bs=1 seek="$1" conv=notrunc 2> /dev/null
}
for place in $((size - 1)) $((size - 3000)) $((size * 2 / 3)); do
  damage $place
  check "byte $place turned over" gives 0 run --out "$work/damaged" --replications $replications --episodes --resume
  check "is said" says "$work/err" "were not whole; the blocks in them are simulated again"
  check "and made good" same "$work/whole" "$work/damaged"
done
rm -rf "$work/damaged"
cp -r "$work/kept" "$work/damaged"
truncate -s $((size - 7)) "$work/damaged/checkpoint"
check "a torn tail" gives 0 run --out "$work/damaged" --replications $replications --episodes --resume
check "is made good" same "$work/whole" "$work/damaged"
damage 100
check "a damaged beginning" gives 2 run --out "$work/damaged" --replications $replications --episodes --resume
check "is refused" says "$work/err" "damaged at its beginning"

# A full disk, and files that may not grow: with space again the run goes on.
rm -f "$work/log"
(ulimit -f 600 && exec "$counted" "$scenario" "$work/limit" "$work/log" $replications 2 > "$work/out" 2> "$work/err")
check "a file that may not grow is a fault" [ $? -eq 3 ]
check "which says what is kept" says "$work/err" "finished blocks are kept in $work/limit/checkpoint"
check "leaves only that" [ "$(ls "$work/limit")" = checkpoint ]
check "goes on" gives 0 "$counted" "$scenario" "$work/limit" "$work/log" $replications 2 --resume
check "to the same files" same "$work/whole" "$work/limit"
check "with what was finished" [ "$(lines "$work/log")" -le $((blocks + 4)) ]
if mount_tmpfs "$work/small" size=900k; then
  rm -f "$work/log"
  check "a full disk is a fault" gives 3 "$counted" "$scenario" "$work/small/out" "$work/log" $replications 2
  check "named as such" says "$work/err" "No space left on device"
  check "says what is kept" says "$work/err" "finished blocks are kept in $work/small/out/checkpoint"
  check "and to what end" says "$work/err" "the same command with --resume goes on from them"
  before=$(lines "$work/log")
  mount -o remount,size=200m "$work/small"
  check "with space it goes on" gives 0 "$counted" "$scenario" "$work/small/out" "$work/log" $replications 2 --resume
  check "to the same files" same "$work/whole" "$work/small/out"
  check "with what was finished ($before begun before)" [ "$(lines "$work/log")" -le $((blocks + 4)) ]
  cp -r "$work/kept" "$work/small/fixed" && mount -o remount,ro "$work/small"
  check "a folder that may not be written" gives 3 run --out "$work/small/fixed" --replications $replications --episodes --resume
  check "is named as such" says "$work/err" "Read-only file system"
  check "and left as it was" diff -r "$work/kept" "$work/small/fixed"
else
  echo "SKIPPED: full disk and read-only folder (mounting is not permitted here)"
fi

# Blocks that failed are simulated again.
check "failed blocks" gives 4 "$failing" "$scenario" "$work/failed" 1 4
check "can be had again" says "$work/err" "6 finished blocks are kept in $work/failed/checkpoint"
check "by going on" gives 0 run --out "$work/failed" --resume
check "the run without failures" gives 0 run --out "$work/without"
check "has the same files" same "$work/without" "$work/failed"
check "and no failures" says "$work/failed/manifest.json" '"failed_blocks": \[\]'

conclude
