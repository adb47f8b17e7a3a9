#!/bin/sh
# Puts the parts of array_job.sh together: sbatch --dependency=afterok:JOB scenarios/cluster/merge_job.sh RESULTS
# The program refuses parts that are missing, not complete or of another run.
#SBATCH --job-name=pbrsim-merge
#SBATCH --ntasks=1
#SBATCH --open-mode=append
set -eu
[ $# -eq 1 ] || { echo "usage: sbatch merge_job.sh RESULTS" >&2; exit 2; }
exec "${PBRSIM:-build/release/sim/cli/pbrsim}" merge "$1"/part.* --out "$1/whole"
