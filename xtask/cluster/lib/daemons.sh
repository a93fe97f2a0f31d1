# The processes of the cluster: started, found again, ended. Each has its number in run/NAME.pid and its log in run/NAME.log,
# and is known by PODLAB_HOME in its environment.
# shellcheck shell=bash disable=SC2154

say() { printf '%s\n' "$*" >&2; }
die() { say "cluster: $*"; exit 1; }
need_root() { [[ $(id -u) == 0 ]] || die "needs root (network namespaces, containerd)"; }
in_ns() { nsenter --net="/run/netns/$netns" -- "$@"; }

# alive NAME: its process is there, and is not another that has its number since: the machine may have been restarted
alive() { [[ -s $run/$1.pid ]] && grep -qzxF -- "PODLAB_HOME=$home" "/proc/$(<"$run/$1.pid")/environ" 2>/dev/null; }

# start NAME CMD…: a daemon inside the namespace
start() {
  local name=$1; shift
  start_host "$name" nsenter --net="/run/netns/$netns" -- "$@"
}

# start_host NAME CMD…: a daemon outside of it. The lock on 9 is not for it to hold.
start_host() {
  local name=$1; shift
  if alive "$name"; then return; fi
  PODLAB_HOME=$home setsid "$@" >"$run/$name.log" 2>&1 </dev/null 9>&- &
  echo $! >"$run/$name.pid"
}

# stop NAME: at once; asked politely, the API server takes a minute
stop() {
  local pid
  alive "${1:?which part?}" || die "$1 is not running"
  pid=$(<"$run/$1.pid")
  kill -9 "$pid"
  rm "$run/$1.pid"
  while kill -0 "$pid" 2>/dev/null; do sleep 0.05; done
}

# wait_for SECONDS WHAT CMD…
wait_for() {
  local deadline=$((SECONDS + $1)) what=$2; shift 2
  until "$@" >/dev/null 2>&1; do
    if ((SECONDS >= deadline)); then
      say "--- the end of the logs:"
      tail -n 5 "$run"/*.log >&2 || true
      die "$what was not ready in time; logs in $run; \`cargo xtask cluster down\` clears everything away"
    fi
    sleep 0.1
  done
}
