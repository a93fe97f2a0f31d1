# Kubernetes, etcd and the small programs beside them, from Go modules into bin/KEY.
# shellcheck shell=bash disable=SC2154

build() {
  [[ -e $bin/complete ]] && return
  command -v go >/dev/null || die "needs Go 1.26 or newer to build Kubernetes; see https://go.dev/doc/install"
  say "building Kubernetes $version and etcd from Go modules, once: 600 MB, about 8 minutes on two cores"
  local version_package=k8s.io/component-base/version build_started=$SECONDS
  : >"$home/build.log"
  rm -rf "$bin.part" && mkdir -p "$bin.part"
  go_build "$here" "-X $version_package.gitVersion=v$version -X $version_package.gitMajor=1 -X $version_package.gitMinor=${version:2:2}" \
    go.etcd.io/etcd/server/v3 k8s.io/kubernetes/cmd/{kube-apiserver,kube-controller-manager,kube-scheduler,kubelet,kubectl} \
    ./csi ./pause ./provisioner
  go_build "$here/s3" "" github.com/versity/versitygw/cmd/versitygw
  mv "$bin.part/server" "$bin.part/etcd"
  touch "$bin.part/complete"
  rm -rf "$bin" && mv "$bin.part" "$bin"
  say "built in $((SECONDS - build_started)) s"
}

# go_build DIR LDFLAGS PACKAGE…: and how far it is, since it takes minutes
go_build() {
  local dir=$1 ldflags="-s -w $2" log=$home/build.log; shift 2
  # On failure the last line of the log is the compiler's; `-v` names each package as it is compiled.
  (cd "$dir" && exec nice go build -v -trimpath -ldflags="$ldflags" -o "$bin.part/" "$@") >>"$log" 2>&1 9>&- &
  local pid=$! next=0
  while kill -0 $pid 2>/dev/null; do
    if ((SECONDS >= next)); then
      progress "$log"
      # A line that is written over may be written often.
      if [[ -t 2 ]]; then next=$((SECONDS + 1)); else next=$((SECONDS + 30)); fi
    fi
    sleep 0.2
  done
  if [[ -t 2 ]]; then printf '\r\033[K' >&2; fi
  wait $pid || { tail -n 20 "$log" >&2; die "go build failed; all it said is in $log"; }
}

# progress LOG
progress() {
  local fetched compiled seconds=$((SECONDS - build_started)) line
  fetched=$(grep -c '^go: downloading' "$1" || true)
  compiled=$(grep -vc '^go: ' "$1" || true)
  line="  $fetched modules fetched, $compiled packages compiled (of at most 3400), $((seconds / 60)) min $((seconds % 60)) s"
  if [[ -t 2 ]]; then printf '\r\033[K%s' "$line" >&2; else say "$line"; fi
}
