# What volumes and stores a pod finds: inline CSI volumes, claims, S3.
# shellcheck shell=bash disable=SC2154

storage() {
  local driver
  mkdir -p "$run/csi" "$run/claims" "$run/s3/podlab"
  for driver in your-csi-driver gcsfuse.csi.storage.gke.io; do
    start "csi-$driver" "$bin/csi" -driver $driver -kubelet "$run/kubelet" -data "$run/csi"
  done
  start_host provisioner "$bin/provisioner" -kubeconfig "$kubeconfig" -class throwaway -data "$run/claims"
  ROOT_ACCESS_KEY=test ROOT_SECRET_KEY=testtest start s3 "$bin/versitygw" --port "$node_ip:9000" posix "$run/s3"
  kube apply -f - >/dev/null <<Y
{apiVersion: storage.k8s.io/v1, kind: CSIDriver, metadata: {name: your-csi-driver}, spec: {attachRequired: false, podInfoOnMount: true, volumeLifecycleModes: [Ephemeral]}}
---
{apiVersion: storage.k8s.io/v1, kind: CSIDriver, metadata: {name: gcsfuse.csi.storage.gke.io}, spec: {attachRequired: false, podInfoOnMount: true, volumeLifecycleModes: [Ephemeral]}}
---
{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: throwaway, annotations: {storageclass.kubernetes.io/is-default-class: "true"}}, provisioner: podwright.dev/throwaway}
Y
}
