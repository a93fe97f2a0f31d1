# What an earlier cluster has left when it was not ended by `down`: processes, containers, mounts, the namespace, the state.
# shellcheck shell=bash disable=SC2154

# stale: there is a state that cannot be continued. Those who write it hold half of it in memory, so it is worth
# something only while they run; and only for the programs that wrote it.
stale() {
  [[ -d $run ]] || return
  ! { alive etcd && alive containerd && alive kubelet && [[ -e /run/netns/$netns && $(cat "$run/key" 2>/dev/null) == "$key" ]]; }
}

# no_other_cluster: dies where another has what there is one of on a machine
no_other_cluster() {
  local pid other port
  if [[ -e /run/netns/$netns ]]; then
    for pid in $(ip netns pids "$netns"); do
      other=$(tr '\0' '\n' 2>/dev/null <"/proc/$pid/environ" | sed -n 's/^PODLAB_HOME=//p')
      [[ -z $other || $other == "$home" ]] || die "another throwaway cluster runs; end it: CLUSTER_HOME=$other cargo xtask cluster down"
    done
    ip netns del "$netns"
  fi
  for port in 5000 5001 6443; do
    if (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      die "127.0.0.1:$port is taken by another program (\`ss -ltnp sport = :$port\` says which); the cluster needs it"
    fi
  done
}

# our_processes: the daemons and what they started, and the containers, which have nothing of ours but their root
our_processes() {
  local state
  # shellcheck disable=SC2001 # an expression
  state=$(sed 's/[][\\.*^$+?(){}|]/\\&/g' <<<"$run/containerd/")
  {
    grep -lszxF -- "PODLAB_HOME=$home" /proc/[0-9]*/environ || true
    # root and mount point are the fourth and fifth field of a mount
    grep -lsE -- "^([^ ]+ ){4}/ .*=${state}|^([^ ]+ ){3}[^ ]*${state}[^ ]* / " /proc/[0-9]*/mountinfo || true
  } | cut -d/ -f3
}

kill_all() {
  local pids round
  for ((round = 0; round < 50; round++)); do
    mapfile -t pids < <(our_processes)
    if ((${#pids[@]} == 0)); then return; fi
    kill -9 "${pids[@]}" 2>/dev/null || true
    sleep 0.1
  done
  die "these processes of the cluster cannot be ended: ${pids[*]}"
}

# our_mounts: what is mounted in the state, innermost first
our_mounts() { awk -v state="$run/" 'index($2, state) == 1 { print $2 }' /proc/mounts | sort -r; }

clean() {
  [[ -d $run ]] || return 0
  say "clearing away the cluster in $run"
  kill_all
  local mount
  our_mounts | while read -r mount; do umount -l "$(printf %b "$mount")"; done
  [[ -z $(our_mounts) ]] || die "something is still mounted in $run, so it is not removed"
  if [[ -e /run/netns/$netns && -z $(ip netns pids "$netns") ]]; then ip netns del "$netns"; fi
  rm -rf --one-file-system "$run"
}
