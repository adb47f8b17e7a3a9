#!/bin/sh
# The job scripts of scenarios/cluster on a real Slurm, started here: one node, processes over its cores and more.
# Usage: slurm_test.sh PBRSIM PROJECT. Exit code 77: skipped, and why.
set -u
pbrsim=$1
project=$2
. "$project/tests/cli/checks.sh"
. "$project/tests/cluster/local_slurm.sh"
jobs=$project/scenarios/cluster
scenario=$project/tests/cli/two_designs.yaml
lacking=$(slurm_lacks | tr '\n' ' ')
has_ranks "$pbrsim" || lacking="${lacking}a pbrsim built with MPI"
if [ -n "$lacking" ]; then
  echo "SKIPPED: this test needs $lacking (apt-get install slurm-wlm munge; ./setup test --with-mpi; as root)"
  exit 77
fi
trap 'stop_slurm; clean_up' EXIT
mkdir "$work/slurm"
start_slurm "$work/slurm" 4 || { echo "SKIPPED: Slurm does not come up here"; exit 77; }
PBRSIM=$pbrsim
OMPI_ALLOW_RUN_AS_ROOT=1
OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
export PBRSIM OMPI_ALLOW_RUN_AS_ROOT OMPI_ALLOW_RUN_AS_ROOT_CONFIRM
submit() {  # submit LOG ARGUMENTS...: the number of the job
  log=$1
  shift
  sbatch --parsable --chdir="$work" --output="$log" "$@"
}
told() { says "$1" "$2" || { cat "$1"; false; }; }

check "the run to compare with" gives 0 "$pbrsim" run "$scenario" --quiet --out "$work/whole" --replications 12 --episodes

job=$(submit "$work/mpi.log" --ntasks=3 "$jobs/mpi_job.sh" "$scenario" "$work/mpi" --replications 12 --episodes)
check "three processes" ended "$job"
check "give the same files" same "$work/whole" "$work/mpi"
check "and took part" told "$work/mpi/manifest.json" '"ranks": 3'
job=$(PBRSIM_LAUNCH=mpirun submit "$work/mpirun.log" --ntasks=2 "$jobs/mpi_job.sh" "$scenario" "$work/mpirun" --replications 12 --episodes)
check "the same by mpirun" ended "$job"
check "gives the same files" same "$work/whole" "$work/mpirun"
check "of two" told "$work/mpirun/manifest.json" '"ranks": 2'

array=$(submit "$work/part.%a.log" --array=1-3 "$jobs/array_job.sh" "$scenario" "$work/array" --replications 12 --episodes)
merge=$(submit "$work/merge.log" --dependency=afterok:"$array" "$jobs/merge_job.sh" "$work/array")
check "a job array" ended "$array"
check "and the job behind it" ended "$merge"
check "give the same files" same "$work/whole" "$work/array/whole"

array=$(submit "$work/both.%a.log" --array=1-2 --ntasks=2 "$jobs/mpi_job.sh" "$scenario" "$work/both" --replications 12 --episodes)
merge=$(submit "$work/merge2.log" --dependency=afterok:"$array" "$jobs/merge_job.sh" "$work/both")
check "an array of runs by two processes" ended "$array"
check "and the job behind it" ended "$merge"
check "give the same files" same "$work/whole" "$work/both/whole"

# A job that is cancelled keeps what is finished; submitted again it goes on.
check "a longer run to compare with" gives 0 "$pbrsim" run "$scenario" --quiet --out "$work/long" --replications 150
job=$(submit "$work/long.log" --ntasks=2 "$jobs/mpi_job.sh" "$scenario" "$work/cancelled" --replications 150)
tries=0
until [ "$(wc -c 2> /dev/null < "$work/cancelled/checkpoint" || echo 0)" -gt 200000 ] || [ $tries -gt 600 ]; do
  sleep 0.05
  tries=$((tries + 1))
done
check "it can be cancelled" scancel "$job"
check "and ends" ended "$job"
check "with blocks that are kept" [ -s "$work/cancelled/checkpoint" ]
job=$(submit "$work/long.log" --ntasks=3 "$jobs/mpi_job.sh" "$scenario" "$work/cancelled" --replications 150)
check "submitted again" ended "$job"
check "it goes on" told "$work/long.log" "blocks are finished"
check "to the same files" same "$work/long" "$work/cancelled"
conclude
