#!/bin/sh
# One run spread over processes. From the project's folder:
#
#   sbatch --ntasks=64 --time=2:00:00 scenarios/cluster/mpi_job.sh SCENARIO.yaml RESULTS [OPTION...]
#
# PBRSIM: the program, built with MPI (default build/release/sim/cli/pbrsim).
# PBRSIM_LAUNCH: what starts the processes (default srun --mpi=pmix; mpirun where Slurm has no pmix).
#
# With --array=1-N each job of the array is a part, as by array_job.sh, and merge_job.sh puts them together.
#
# Slurm asks the run to end two minutes before its time is over; what is complete is written then. Submitted again with
# the same arguments, or requeued, it goes on from the blocks that are finished.
#SBATCH --job-name=pbrsim
#SBATCH --ntasks=4
#SBATCH --cpus-per-task=1
#SBATCH --signal=TERM@120
#SBATCH --requeue
#SBATCH --open-mode=append
set -eu
[ $# -ge 2 ] || { echo "usage: sbatch mpi_job.sh SCENARIO.yaml RESULTS [OPTION...]" >&2; exit 2; }
scenario=$1
results=$2
shift 2
if [ -n "${SLURM_ARRAY_TASK_ID:-}" ]; then
  mkdir -p "$results"
  results=$results/part.$SLURM_ARRAY_TASK_ID
  set -- --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" "$@"
fi
if [ -e "$results/checkpoint" ]; then set -- --resume "$@"; fi
exec ${PBRSIM_LAUNCH:-srun --mpi=pmix} "${PBRSIM:-build/release/sim/cli/pbrsim}" run "$scenario" --out "$results" \
  --threads "${SLURM_CPUS_PER_TASK:-1}" "$@"
