#!/usr/bin/env bash
# A Slurm cluster of one controller and three nodes on this machine, for tests: cluster.sh start|stop|... FOLDER
# All of it lives in FOLDER and listens on the loopback device alone. Needs root, slurm-wlm and munge; no systemd.
set -euo pipefail

usage() { echo "usage: cluster.sh start|stop|start-controller|stop-controller|start-node N|kill-node N FOLDER" >&2; exit 64; }
[ $# -ge 2 ] || usage
action=$1
folder=$(mkdir -p "${*: -1}" && cd "${*: -1}" && pwd)
node=${2:-}
export SLURM_CONF="$folder/slurm.conf"
nodes=(n1 n2 n3)

write_configuration() {
  local base=$((20000 + RANDOM % 20000))
  cat > "$SLURM_CONF" <<CONF
ClusterName=test
SlurmctldHost=$(hostname)(127.0.0.1)
SlurmctldPort=$base
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$folder/munge.socket
CredType=cred/munge
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/backfill
SchedulerParameters=bf_interval=1,sched_min_interval=100000,batch_sched_delay=1
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool-%n
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd-%n.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd-%n.log
SlurmdParameters=config_overrides
SlurmctldTimeout=5
SlurmdTimeout=${SLURMD_TIMEOUT:-8}
InactiveLimit=0
KillWait=${KILL_WAIT:-3}
MinJobAge=${MIN_JOB_AGE:-300}
MaxArraySize=${MAX_ARRAY_SIZE:-1001}
MaxJobCount=${MAX_JOB_COUNT:-10000}
ReturnToService=2
JobRequeue=1
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
JobCompType=jobcomp/none
CONF
  local number=0
  for node in "${nodes[@]}"; do
    number=$((number + 1))
    echo "NodeName=$node NodeHostname=$(hostname) NodeAddr=127.0.0.1 Port=$((base + number)) CPUs=${NODE_CPUS:-2} RealMemory=1000 State=UNKNOWN" >> "$SLURM_CONF"
  done
  echo "PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP PriorityTier=1 PreemptMode=REQUEUE OverTimeLimit=0" >> "$SLURM_CONF"
  echo "PartitionName=urgent Nodes=ALL MaxTime=INFINITE State=UP PriorityTier=10 PreemptMode=OFF" >> "$SLURM_CONF"
}

start_munge() {
  [ -s "$folder/munge.key" ] || (umask 077; head -c 1024 /dev/urandom > "$folder/munge.key")
  munged --force --key-file="$folder/munge.key" --socket="$folder/munge.socket" --pid-file="$folder/munge.pid" \
    --log-file="$folder/munge.log" --seed-file="$folder/munge.seed"
}

start_node() {
  mkdir -p "$folder/spool-$1"
  slurmd -N "$1"
}

# Everything that runs a job of one node: the daemon, its helpers, and what they have started.
kill_node() {
  local children pid
  pid=$(cat "$folder/slurmd-$1.pid" 2>/dev/null || true)
  kill_tree() { for child in $(pgrep -P "$1" || true); do kill_tree "$child"; done; kill -9 "$1" 2>/dev/null || true; }
  [ -z "$pid" ] || kill -9 "$pid" 2>/dev/null || true
  # A step's helper is not the daemon's child; it holds the log of its node open.
  for pid in $(pgrep -x slurmstepd || true); do
    if ls -l "/proc/$pid/fd" 2>/dev/null | grep -q "$folder/slurmd-$1.log"; then kill_tree "$pid"; fi
  done
}

wait_for_nodes() {
  for _ in $(seq 100); do
    [ "$(sinfo -h -N -p main -t idle -o %N 2>/dev/null | wc -l)" -eq "${#nodes[@]}" ] && return
    sleep 0.1
  done
  sinfo -N >&2 || true
  echo "cluster.sh: the nodes did not come up; see the logs in $folder" >&2
  exit 1
}

case $action in
  start)
    mkdir -p "$folder/state"
    # munge refuses a socket in a folder that others may write to.
    chmod 755 "$folder"
    write_configuration
    start_munge
    slurmctld
    for each in "${nodes[@]}"; do start_node "$each"; done
    wait_for_nodes
    ;;
  stop)
    scontrol shutdown 2>/dev/null || true
    sleep 0.5
    for file in "$folder"/slurmd-*.pid "$folder/slurmctld.pid" "$folder/munge.pid"; do
      [ -s "$file" ] && kill -9 "$(cat "$file")" 2>/dev/null || true
    done
    for each in "${nodes[@]}"; do kill_node "$each"; done
    ;;
  start-controller) slurmctld ;;
  stop-controller)
    # Asked to leave it keeps the numbers of jobs; killed it may give them out again, and nodes refuse what they know.
    controller=$(cat "$folder/slurmctld.pid")
    kill "$controller"
    while kill -0 "$controller" 2>/dev/null && ! grep -q ') Z' "/proc/$controller/stat" 2>/dev/null; do sleep 0.1; done
    ;;
  start-node) start_node "$node" ;;
  kill-node) kill_node "$node" ;;
  *) usage ;;
esac
