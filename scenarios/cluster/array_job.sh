#!/bin/sh
# One run in parts that know nothing of each other, without MPI. From the project's folder:
#
#   sbatch --array=1-10 --cpus-per-task=8 scenarios/cluster/array_job.sh SCENARIO.yaml RESULTS [OPTION...]
#   sbatch --dependency=afterok:JOB scenarios/cluster/merge_job.sh RESULTS
#
# Part I goes to RESULTS/part.I, the whole to RESULTS/whole. The array must begin at 1 and have no gaps.
# PBRSIM: the program (default build/release/sim/cli/pbrsim).
# Submitted again with the same arguments, or requeued, a part goes on from the blocks that are finished; one that is
# complete ends at once.
#SBATCH --job-name=pbrsim-part
#SBATCH --ntasks=1
#SBATCH --signal=B:TERM@120
#SBATCH --requeue
#SBATCH --open-mode=append
set -eu
[ $# -ge 2 ] || { echo "usage: sbatch --array=1-N array_job.sh SCENARIO.yaml RESULTS [OPTION...]" >&2; exit 2; }
scenario=$1
part=$2/part.$SLURM_ARRAY_TASK_ID
shift 2
mkdir -p "${part%/*}"
if [ -e "$part/checkpoint" ]; then set -- --resume "$@"; fi
exec "${PBRSIM:-build/release/sim/cli/pbrsim}" run "$scenario" --out "$part" \
  --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" --threads "${SLURM_CPUS_PER_TASK:-1}" "$@"
