# The two registries, and images made of single programs in them.
# shellcheck shell=bash disable=SC2154

registries() {
  [[ -f $run/htpasswd ]] || htpasswd -Bbn puller secret >"$run/htpasswd" 2>/dev/null
  registry_config registry "$registry"
  registry_config private "$private" "auth: {htpasswd: {realm: podlab, path: $run/htpasswd}}"
  local name
  for name in registry private; do start $name docker-registry serve "$run/$name.yml"; done
}

# registry_config NAME ADDRESS [MORE]
registry_config() {
  mkdir -p "$run/$1"
  cat >"$run/$1.yml" <<Y
version: 0.1
storage: {filesystem: {rootdirectory: $run/$1}, delete: {enabled: true}}
http: {addr: "$2"}
log: {level: warn}
${3:-}
Y
}

# images: what templates of the tests and examples name
images() {
  local busybox pushgateway tag
  busybox=$(command -v busybox) pushgateway=$(command -v prometheus-pushgateway)
  for tag in latest "$(upstream_version busybox-static)"; do
    image "library/busybox:$tag" "$busybox" /bin/sh
  done
  # Nothing persisted, as upstream has it and Debian has not. v1.5.1 is what the examples name, whatever the distribution has
  for tag in latest v1.5.1 "v$(upstream_version prometheus-pushgateway)"; do
    image "prom/pushgateway:$tag" "$pushgateway" /bin/prometheus-pushgateway --persistence.file=
  done
  image nvidia/nim:latest "$busybox" /bin/sh -c 'mkdir -p /tmp/v1 && echo ready > /tmp/v1/health && exec httpd -f -p 8000 -h /tmp'
  image "$private/sidecars/pushgateway:v1.5.1" "$pushgateway" /bin/prometheus-pushgateway --persistence.file=
}

upstream_version() { dpkg-query -W -f '${Version}' "$1" 2>/dev/null | sed 's/^[0-9]*://; s/[-+].*//'; }

# image REF FILE ENTRYPOINT…: push it unless it is there
image() {
  local ref=${1#"$private/"} address=$registry
  [[ $ref == "$1" ]] || address=$private
  curl -fsS -u puller:secret -o /dev/null "http://$address/v2/${ref%:*}/manifests/${ref##*:}" \
    -H 'Accept: application/vnd.oci.image.manifest.v1+json' 2>/dev/null || push_image "$@"
}

# push_image REF FILE ENTRYPOINT…: one program, with the libraries it links, as a whole image
push_image() (
  local ref=$1 file=$2 work to; shift 2
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  root_of "$file" "$work/files"
  layout "$work/files" "$work/oci" "$@"
  to=(--dest-tls-verify=false)
  if [[ $ref == "$private/"* ]]; then to+=(--dest-creds puller:secret); else ref=$registry/$ref; fi
  skopeo copy -q --insecure-policy "${to[@]}" "oci:$work/oci:x" "docker://$ref" >&2
)

# root_of FILE DIR: the file system of the image
root_of() {
  local file=$1 dir=$2 library applet
  mkdir -p "$dir/bin" "$dir/tmp"
  chmod 1777 "$dir/tmp"
  cp "$file" "$dir/bin/"
  # Not the subcommand of this script.
  for library in $(libraries "$file"); do command install -D "$(readlink -f "$library")" "$dir$library"; done
  if [[ $(basename "$file") == busybox ]]; then
    for applet in $("$file" --list); do [[ $applet == busybox ]] || ln -s busybox "$dir/bin/$applet"; done
  fi
}

# libraries FILE: none for a static program
libraries() { ldd "$1" 2>/dev/null | sed -n 's:^[^/]*\(/[^ ]*\).*:\1:p' || true; }

# layout DIR OCI ENTRYPOINT…: an OCI image layout of one layer, the same for the same files
layout() {
  local files=$1 oci=$2 entrypoint layer config manifest diff_id; shift 2
  local type=application/vnd.oci.image
  mkdir -p "$oci/blobs/sha256"
  tar -C "$files" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -cf "$oci/new" .
  diff_id=$(sha256sum "$oci/new" | cut -d' ' -f1)
  layer=$(blob "$oci")
  entrypoint=$(printf ',"%s"' "$@")
  printf '{"architecture":"%s","os":"linux","config":{"Entrypoint":[%s],"Env":["PATH=/bin"]},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' \
    "$(go_architecture)" "${entrypoint:1}" "$diff_id" >"$oci/new"
  config=$(blob "$oci")
  printf '{"schemaVersion":2,"mediaType":"%s.manifest.v1+json","config":{"mediaType":"%s.config.v1+json",%s},"layers":[{"mediaType":"%s.layer.v1.tar",%s}]}' \
    $type $type "$config" $type "$layer" >"$oci/new"
  manifest=$(blob "$oci")
  printf '{"imageLayoutVersion":"1.0.0"}' >"$oci/oci-layout"
  printf '{"schemaVersion":2,"manifests":[{"mediaType":"%s.manifest.v1+json",%s,"annotations":{"org.opencontainers.image.ref.name":"x"}}]}' \
    $type "$manifest" >"$oci/index.json"
}

# blob OCI: takes OCI/new in by its hash, and gives the end of its descriptor
blob() {
  local hash size
  hash=$(sha256sum "$1/new" | cut -d' ' -f1)
  size=$(stat -c %s "$1/new")
  mv "$1/new" "$1/blobs/sha256/$hash"
  printf '"digest":"sha256:%s","size":%s' "$hash" "$size"
}

go_architecture() {
  case $(uname -m) in
    x86_64) echo amd64 ;;
    aarch64) echo arm64 ;;
    *) uname -m ;;
  esac
}
