# The distribution's programs that the cluster runs on.
# shellcheck shell=bash disable=SC2154

# program and the Debian package that has it
programs() {
  cat <<L
containerd containerd
runc runc
/usr/lib/cni/bridge containernetworking-plugins
docker-registry docker-registry
skopeo skopeo
socat socat
iptables iptables
ip iproute2
conntrack conntrack
busybox busybox-static
openssl openssl
htpasswd apache2-utils
curl curl
prometheus-pushgateway prometheus-pushgateway
L
}

# packages [--yes]: installs what is missing, asked first
packages() {
  local program package missing=() want=() answer
  while read -r program package; do
    command -v "$program" >/dev/null || { missing+=("$program"); want+=("$package"); }
  done < <(programs)
  if ((${#want[@]} == 0)); then return; fi
  command -v apt-get >/dev/null || die "needs ${missing[*]}; install them (this script can do it with apt-get only)"
  say "to be installed with apt-get: ${want[*]}"
  if [[ $1 != --yes ]]; then
    [[ -t 0 && -t 2 ]] || die "there is no terminal to ask on; \`--yes\` lets them be installed"
    read -r -p "install them? [y/N] " answer
    [[ $answer == [yY]* ]] || die "nothing was installed, and the cluster cannot start without them"
  fi
  install_packages "${want[@]}"
}

install_packages() {
  local log=$home/apt.log started=$SECONDS
  apt-get update -qq >"$log" 2>&1 || say "the lists of packages could not be renewed ($log); trying with those that are here"
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >>"$log" 2>&1 ||
    { tail -n 20 "$log" >&2; die "apt-get failed; all it said is in $log"; }
  # Debian starts what it installs, and the registry would sit on our port.
  if [[ -d /run/systemd/system ]]; then
    local service
    for service in docker-registry prometheus-pushgateway; do
      if [[ " $* " == *" $service "* ]]; then systemctl disable --now "$service" >>"$log" 2>&1 || true; fi
    done
  fi
  say "installed in $((SECONDS - started)) s"
}
