# The cluster's certificate authority, a certificate for each of its parts, and their kubeconfigs.
# shellcheck shell=bash disable=SC2154

certificates() {
  mkdir -p "$run/pki"
  (cd "$run/pki" && make_certificates) 2>"$run/openssl.log"
}

make_certificates() {
  private_key ca
  openssl req -x509 -new -key ca.key -subj /CN=podlab-ca -days 3650 -out ca.crt
  private_key sa
  openssl pkey -in sa.key -pubout -out sa.pub
  certificate apiserver /CN=kube-apiserver "IP:127.0.0.1,IP:$node_ip,IP:$svc_ip,DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc"
  certificate admin /O=system:masters/CN=admin
  certificate controller-manager /CN=system:kube-controller-manager
  certificate scheduler /CN=system:kube-scheduler
  certificate kubelet "/O=system:nodes/CN=system:node:$node" "IP:$node_ip,DNS:$node"
  write_kubeconfig admin 6443 # the host's door
  local user
  for user in controller-manager scheduler kubelet; do write_kubeconfig $user 443; done
}

private_key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key"; }

# certificate FILE SUBJECT [SAN]
certificate() {
  private_key "$1"
  openssl req -new -key "$1.key" -subj "$2" -out "$1.csr"
  openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days 3650 -out "$1.crt" \
    -extfile <(printf 'extendedKeyUsage=serverAuth,clientAuth\n%s' "${3:+subjectAltName=$3}")
}

# write_kubeconfig USER PORT
write_kubeconfig() {
  cat >"$run/$1.kubeconfig" <<Y
apiVersion: v1
kind: Config
current-context: podlab
clusters: [{name: podlab, cluster: {server: "https://127.0.0.1:$2", certificate-authority-data: $(base64 -w0 ca.crt)}}]
users: [{name: $1, user: {client-certificate-data: $(base64 -w0 "$1.crt"), client-key-data: $(base64 -w0 "$1.key")}}]
contexts: [{name: podlab, context: {cluster: podlab, user: $1}}]
Y
}
