# containerd, with every registry that templates name served by ours.
# shellcheck shell=bash disable=SC2154

containers() {
  mkdir -p "$run/containerd" "$run/certs.d"
  local host
  for host in docker.io nvcr.io gcr.io registry.k8s.io ghcr.io quay.io; do
    mkdir -p "$run/certs.d/$host"
    printf 'server = "http://%s"\n[host."http://%s"]\n  capabilities = ["pull", "resolve"]\n' "$registry" "$registry" >"$run/certs.d/$host/hosts.toml"
  done
  cat >"$run/containerd.toml" <<T
version = 2
root = "$run/containerd/root"
state = "$run/containerd/state"
[grpc]
  address = "$run/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "$registry/podlab/pause:1"
  restrict_oom_score_adj = true
  netns_mounts_under_state_dir = true
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      SystemdCgroup = false
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$run/cni"
  [plugins."io.containerd.grpc.v1.cri".registry]
    config_path = "$run/certs.d"
T
  start containerd containerd --config "$run/containerd.toml"
}
