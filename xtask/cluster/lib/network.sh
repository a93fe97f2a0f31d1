# The network namespace that the cluster lives in, the pods' network in it, and the host's doors to it.
# shellcheck shell=bash disable=SC2154

network() {
  [[ -e /run/netns/$netns ]] || ip netns add "$netns"
  in_ns ip link set lo up
  in_ns ip link show node0 >/dev/null 2>&1 || {
    in_ns ip link add node0 type bridge
    in_ns ip addr add "$node_ip/24" dev node0
    in_ns ip addr add "$svc_ip/32" dev node0 # the API server listens on 443 itself, so its service address needs no kube-proxy
    in_ns ip link set node0 up
  }
  in_ns sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward'
  mkdir -p "$run/cni"
  cat >"$run/cni/10-podlab.conflist" <<J
{"cniVersion":"1.0.0","name":"podlab","plugins":[
 {"type":"bridge","bridge":"cni0","isGateway":true,"hairpinMode":true,"ipam":{"type":"host-local","ranges":[[{"subnet":"$pod_cidr"}]],"routes":[{"dst":"0.0.0.0/0"}],"dataDir":"$run/cni/state"}},
 {"type":"portmap","capabilities":{"portMappings":true}}]}
J
}

# doors: a path in the file system is the one thing that both sides of the namespace share
doors() {
  local outside inside
  while read -r outside inside; do
    start "door-in-$inside" socat "UNIX-LISTEN:$run/door-$inside.sock,fork,unlink-early" "TCP:127.0.0.1:$inside"
    start_host "door-out-$outside" socat "TCP-LISTEN:$outside,bind=127.0.0.1,fork,reuseaddr" "UNIX-CONNECT:$run/door-$inside.sock"
  done <<<$'5000 5000\n5001 5001\n6443 443'
}
