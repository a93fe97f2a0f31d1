//! The objects of the cluster that a pod names, and where it names them. Pure: it reads the pod's spec.

use serde_json::Value;

/// A kind of object that a pod can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Secret,
    /// A Secret that images are pulled with: the kubelet goes on without one that is missing.
    PullSecret,
    ConfigMap,
    Claim,
    ServiceAccount,
    PriorityClass,
    RuntimeClass,
    StorageClass,
}

/// An object that a pod names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reference {
    pub(super) kind: Kind,
    pub(super) name: String,
    /// Where the pod names it first, in words.
    pub(super) place: String,
    /// The keys that it is to have, and where each is named.
    pub(super) keys: Vec<(String, String)>,
}

/// Everything that the pod cannot do without; `own` is the ConfigMap that the launcher makes itself.
pub(super) fn of(spec: &Value, own: Option<&str>) -> Vec<Reference> {
    let mut found = Found { references: Vec::new() };
    for list in ["initContainers", "containers"] {
        for container in items(&spec[list]) {
            found.container(container);
        }
    }
    for volume in items(&spec["volumes"]) {
        found.volume(volume);
    }
    for secret in items(&spec["imagePullSecrets"]) {
        found.note(Kind::PullSecret, &secret["name"], "`image_pull_secrets`", None);
    }
    found.note(Kind::ServiceAccount, &spec["serviceAccountName"], "`service_account_name`", None);
    found.note(Kind::PriorityClass, &spec["priorityClassName"], "`priority_class_name`", None);
    found.note(Kind::RuntimeClass, &spec["runtimeClassName"], "`runtime_class_name`", None);
    found.references.retain(|reference| {
        // A name that is none is the dry run's to refuse: no object has it, and no path can be made of it.
        is_name(&reference.name) && !(reference.kind == Kind::ConfigMap && own == Some(&reference.name))
    });
    found.references
}

struct Found {
    references: Vec<Reference>,
}

impl Found {
    fn note(&mut self, kind: Kind, name: &Value, place: &str, key: Option<&Value>) {
        let Some(name) = name.as_str().filter(|name| !name.is_empty()) else { return };
        let known = self.references.iter_mut().position(|known| known.kind == kind && known.name == name);
        let at = known.unwrap_or_else(|| {
            let (name, place) = (name.to_owned(), place.to_owned());
            self.references.push(Reference { kind, name, place, keys: Vec::new() });
            self.references.len() - 1
        });
        let keys = &mut self.references[at].keys;
        if let Some(key) = key.and_then(Value::as_str)
            && !keys.iter().any(|(known, _)| known == key)
        {
            keys.push((key.to_owned(), place.to_owned()));
        }
    }

    fn container(&mut self, container: &Value) {
        let container_name = container["name"].as_str().unwrap_or_default();
        for variable in items(&container["env"]) {
            let place = format!(
                "the variable `{}` of the container `{container_name}`",
                variable["name"].as_str().unwrap_or_default()
            );
            for (field, kind) in [("secretKeyRef", Kind::Secret), ("configMapKeyRef", Kind::ConfigMap)] {
                let source = &variable["valueFrom"][field];
                if is_needed(source) {
                    self.note(kind, &source["name"], &place, Some(&source["key"]));
                }
            }
        }
        for from in items(&container["envFrom"]) {
            let place = format!("`env_from` of the container `{container_name}`");
            for (field, kind) in [("secretRef", Kind::Secret), ("configMapRef", Kind::ConfigMap)] {
                if is_needed(&from[field]) {
                    self.note(kind, &from[field]["name"], &place, None);
                }
            }
        }
    }

    fn volume(&mut self, volume: &Value) {
        let place = format!("the volume `{}`", volume["name"].as_str().unwrap_or_default());
        self.files(&volume["secret"], Kind::Secret, "secretName", &place);
        self.files(&volume["configMap"], Kind::ConfigMap, "name", &place);
        for source in items(&volume["projected"]["sources"]) {
            self.files(&source["secret"], Kind::Secret, "name", &place);
            self.files(&source["configMap"], Kind::ConfigMap, "name", &place);
        }
        self.note(Kind::Claim, &volume["persistentVolumeClaim"]["claimName"], &place, None);
        let class = &volume["ephemeral"]["volumeClaimTemplate"]["spec"]["storageClassName"];
        self.note(Kind::StorageClass, class, &place, None);
        self.note(Kind::Secret, &volume["csi"]["nodePublishSecretRef"]["name"], &place, None);
        self.note(Kind::Secret, &volume["azureFile"]["secretName"], &place, None);
        for source in ["cephfs", "flexVolume", "iscsi", "rbd", "scaleIO", "storageos"] {
            self.note(Kind::Secret, &volume[source]["secretRef"]["name"], &place, None);
        }
    }

    /// A volume of the keys of an object: all of them, or those in `items`.
    fn files(&mut self, source: &Value, kind: Kind, name: &str, place: &str) {
        if !is_needed(source) {
            return;
        }
        self.note(kind, &source[name], place, None);
        for item in items(&source["items"]) {
            self.note(kind, &source[name], place, Some(&item["key"]));
        }
    }
}

fn is_needed(source: &Value) -> bool {
    source["optional"] != true
}

fn items(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

/// Whether the letters are those of a DNS name.
fn is_name(name: &str) -> bool {
    name.bytes().all(|letter| matches!(letter, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.'))
}

impl Kind {
    /// As the API calls it.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Secret | Self::PullSecret => "Secret",
            Self::ConfigMap => "ConfigMap",
            Self::Claim => "PersistentVolumeClaim",
            Self::ServiceAccount => "ServiceAccount",
            Self::PriorityClass => "PriorityClass",
            Self::RuntimeClass => "RuntimeClass",
            Self::StorageClass => "StorageClass",
        }
    }

    /// Where the objects of this kind are: group and version below the server, and the plural.
    pub(super) fn resource(self) -> (&'static str, &'static str) {
        match self {
            Self::Secret | Self::PullSecret => ("/api/v1", "secrets"),
            Self::ConfigMap => ("/api/v1", "configmaps"),
            Self::Claim => ("/api/v1", "persistentvolumeclaims"),
            Self::ServiceAccount => ("/api/v1", "serviceaccounts"),
            Self::PriorityClass => ("/apis/scheduling.k8s.io/v1", "priorityclasses"),
            Self::RuntimeClass => ("/apis/node.k8s.io/v1", "runtimeclasses"),
            Self::StorageClass => ("/apis/storage.k8s.io/v1", "storageclasses"),
        }
    }

    /// Whether an object of this kind belongs to a namespace.
    pub(super) fn is_namespaced(self) -> bool {
        !matches!(self, Self::PriorityClass | Self::RuntimeClass | Self::StorageClass)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::json;

    use super::*;

    fn names(spec: &Value) -> BTreeSet<String> {
        of(spec, None)
            .into_iter()
            .map(|found| {
                let keys: Vec<_> = found.keys.into_iter().map(|(key, _)| key).collect();
                format!("{} {} [{}]", found.kind.as_str(), found.name, keys.join(" "))
            })
            .collect()
    }

    fn set<const N: usize>(names: [&str; N]) -> BTreeSet<String> {
        names.map(str::to_owned).into()
    }

    #[test]
    fn every_way_to_name_an_object_is_found() {
        let spec = json!({
            "serviceAccountName": "sa", "priorityClassName": "high", "runtimeClassName": "gvisor",
            "imagePullSecrets": [{"name": "pull"}],
            "initContainers": [{"name": "i", "envFrom": [{"secretRef": {"name": "s-from"}}, {"configMapRef": {"name": "c-from"}}]}],
            "containers": [{"name": "c", "env": [
                {"name": "A", "valueFrom": {"secretKeyRef": {"name": "s", "key": "a"}}},
                {"name": "B", "valueFrom": {"configMapKeyRef": {"name": "c", "key": "b"}}},
            ]}],
            "volumes": [
                {"name": "1", "secret": {"secretName": "s", "items": [{"key": "k", "path": "p"}]}},
                {"name": "2", "configMap": {"name": "c2"}},
                {"name": "3", "projected": {"sources": [{"secret": {"name": "s3"}}, {"configMap": {"name": "c3", "items": [{"key": "k3", "path": "p"}]}}]}},
                {"name": "4", "persistentVolumeClaim": {"claimName": "claim"}},
                {"name": "5", "csi": {"driver": "d", "nodePublishSecretRef": {"name": "s5"}}},
                {"name": "6", "ephemeral": {"volumeClaimTemplate": {"spec": {"storageClassName": "fast"}}}},
                {"name": "7", "rbd": {"secretRef": {"name": "s7"}}},
            ],
        });
        let all = set([
            "Secret s [a k]",
            "Secret s-from []",
            "ConfigMap c-from []",
            "ConfigMap c [b]",
            "ConfigMap c2 []",
            "Secret s3 []",
            "ConfigMap c3 [k3]",
            "PersistentVolumeClaim claim []",
            "Secret s5 []",
            "StorageClass fast []",
            "Secret s7 []",
            "Secret pull []",
            "ServiceAccount sa []",
            "PriorityClass high []",
            "RuntimeClass gvisor []",
        ]);
        assert_eq!(names(&spec), all);
    }

    #[test]
    fn what_is_optional_is_not_needed() {
        let spec = json!({
            "containers": [{"name": "c",
                "env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "s", "key": "a", "optional": true}}}],
                "envFrom": [{"configMapRef": {"name": "c", "optional": true}}]}],
            "volumes": [
                {"name": "1", "secret": {"secretName": "s", "optional": true, "items": [{"key": "k", "path": "p"}]}},
                {"name": "2", "projected": {"sources": [{"configMap": {"name": "c", "optional": true}}]}},
            ],
        });
        assert_eq!(names(&spec), set([]));
    }

    #[test]
    fn what_the_launcher_makes_and_what_is_no_name_are_passed_over() {
        let spec = json!({"volumes": [
            {"name": "1", "configMap": {"name": "run-input"}},
            {"name": "2", "secret": {"secretName": "no name/at all"}},
        ]});
        assert_eq!(of(&spec, Some("run-input")), []);
    }
}
