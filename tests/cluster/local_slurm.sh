# shellcheck shell=sh
# For tests of this folder to source: a Slurm of one node on this machine, in a folder of its own, that goes when the
# test does. Needs root, and Debian's slurm-wlm and munge.
slurm_pids=

slurm_lacks() {  # says what is missing, if anything
  [ "$(id -u)" -eq 0 ] || echo "root"
  for program in munged slurmctld slurmd sbatch mpirun; do
    PATH=$PATH:/usr/sbin:/sbin command -v $program > /dev/null || echo "$program"
  done
}

start_slurm() {  # start_slurm FOLDER CPUS: false, with its logs, where it does not come up
  place=$1
  cpus=$2
  PATH=$PATH:/usr/sbin:/sbin
  chmod 755 "$place"
  mkdir -p "$place/state" "$place/spool"
  port=$((20000 + $$ % 20000))
  (umask 077 && head -c 1024 /dev/urandom > "$place/munge.key")
  munged --foreground --force --key-file="$place/munge.key" --socket="$place/munge.socket" --pid-file="$place/munge.pid" \
    --log-file="$place/munge.log" --seed-file="$place/munge.seed" > "$place/munged.out" 2>&1 &
  slurm_pids="$slurm_pids $!"
  cat > "$place/slurm.conf" <<END
ClusterName=test
SlurmctldHost=$(hostname)(127.0.0.1)
SlurmUser=root
SlurmdUser=root
SlurmctldPort=$port
SlurmdPort=$((port + 1))
AuthType=auth/munge
AuthInfo=socket=$place/munge.socket
CredType=cred/munge
StateSaveLocation=$place/state
SlurmdSpoolDir=$place/spool
SlurmctldPidFile=$place/slurmctld.pid
SlurmdPidFile=$place/slurmd.pid
SlurmctldLogFile=$place/slurmctld.log
SlurmdLogFile=$place/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmdParameters=config_overrides
ReturnToService=2
SchedulerParameters=sched_interval=1,batch_sched_delay=0,sched_min_interval=0
JobAcctGatherType=jobacct_gather/none
KillWait=5
NodeName=$(hostname) NodeAddr=127.0.0.1 CPUs=$cpus State=UNKNOWN
PartitionName=all Nodes=$(hostname) Default=YES MaxTime=10 State=UP
END
  SLURM_CONF=$place/slurm.conf
  export SLURM_CONF
  tries=0
  while [ ! -S "$place/munge.socket" ] && [ $tries -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
  slurmctld -D > "$place/slurmctld.out" 2>&1 &
  slurm_pids="$slurm_pids $!"
  slurmd -D > "$place/slurmd.out" 2>&1 &
  slurm_pids="$slurm_pids $!"
  tries=0
  until sinfo -h -o %T 2> /dev/null | grep -qx idle; do
    tries=$((tries + 1))
    [ $tries -lt 150 ] || { cat "$place"/*.out "$place"/*.log; return 1; }
    sleep 0.2
  done
}

stop_slurm() {
  for pid in $slurm_pids; do kill "$pid" 2> /dev/null; done
  for pid in $slurm_pids; do wait "$pid" 2> /dev/null; done
}

ended() {  # ended JOB: waits until the job has ended, at most two minutes
  tries=0
  while squeue -h -j "$1" 2> /dev/null | grep -q .; do
    tries=$((tries + 1))
    [ $tries -lt 600 ] || return 1
    sleep 0.2
  done
}
