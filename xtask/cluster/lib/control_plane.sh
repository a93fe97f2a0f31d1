# etcd, the API server, the controllers, the scheduler, and the node's kubelet.
# shellcheck shell=bash disable=SC2154

control_plane() {
  local pki=$run/pki
  start etcd "$bin/etcd" --data-dir "$run/etcd" --listen-client-urls http://127.0.0.1:2379 --advertise-client-urls http://127.0.0.1:2379 \
    --listen-peer-urls http://127.0.0.1:2380 --unsafe-no-fsync --log-level warn
  start apiserver "$bin/kube-apiserver" --etcd-servers http://127.0.0.1:2379 --secure-port 443 --advertise-address "$node_ip" \
    --service-cluster-ip-range "$svc_cidr" --client-ca-file "$pki/ca.crt" --tls-cert-file "$pki/apiserver.crt" --tls-private-key-file "$pki/apiserver.key" \
    --kubelet-client-certificate "$pki/admin.crt" --kubelet-client-key "$pki/admin.key" --kubelet-preferred-address-types InternalIP \
    --service-account-key-file "$pki/sa.pub" --service-account-signing-key-file "$pki/sa.key" --service-account-issuer https://kubernetes.default.svc \
    --authorization-mode Node,RBAC --allow-privileged --enable-admission-plugins NodeRestriction
  wait_for 60 "the API server" kube get --raw /readyz
  start controller-manager "$bin/kube-controller-manager" --kubeconfig "$run/controller-manager.kubeconfig" --use-service-account-credentials \
    --root-ca-file "$pki/ca.crt" --service-account-private-key-file "$pki/sa.key" --leader-elect=false
  start scheduler "$bin/kube-scheduler" --kubeconfig "$run/scheduler.kubeconfig" --leader-elect=false
}

# Nothing is evicted or collected: a full disk of the machine is not what a test should see.
node_agent() {
  cat >"$run/kubelet.yml" <<Y
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication: {anonymous: {enabled: false}, x509: {clientCAFile: $run/pki/ca.crt}, webhook: {enabled: true}}
authorization: {mode: Webhook}
tlsCertFile: $run/pki/kubelet.crt
tlsPrivateKeyFile: $run/pki/kubelet.key
containerRuntimeEndpoint: unix://$run/containerd.sock
cgroupDriver: cgroupfs
failCgroupV1: false
failSwapOn: false
makeIPTablesUtilChains: false
resolvConf: ""
maxPods: 250
podCIDR: $pod_cidr
registryPullQPS: 0
kubeAPIQPS: 200
kubeAPIBurst: 400
evictionHard: {nodefs.available: "0%", nodefs.inodesFree: "0%", imagefs.available: "0%", memory.available: "1Mi"}
imageGCHighThresholdPercent: 100
localStorageCapacityIsolation: true
podLogsDir: $run/pod-logs
Y
  start kubelet "$bin/kubelet" --config "$run/kubelet.yml" --kubeconfig "$run/kubelet.kubeconfig" --hostname-override "$node" \
    --node-ip "$node_ip" --root-dir "$run/kubelet"
}
