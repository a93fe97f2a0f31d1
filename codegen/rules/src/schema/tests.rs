use super::generated::*;
use super::{Field, Maturity, Minor, Shape, Type};

fn field(of: &'static Type, name: &str) -> &'static Field {
    of.field(name).unwrap_or_else(|| panic!("{} has no {name}", of.name))
}

fn gate(name: &str) -> &'static super::Gate {
    GATES.iter().find(|gate| gate.name == name).expect("the gate is known")
}

#[test]
fn a_field_is_found_by_both_of_its_names() {
    let mounts = field(&CONTAINER, "volume_mounts");
    assert_eq!(mounts.json, "volumeMounts");
    assert_eq!(CONTAINER.field_by_json("volumeMounts").map(|field| field.name), Some("volume_mounts"));
    assert!(CONTAINER.field("volumeMounts").is_none());
    assert!(matches!(mounts.shape, Shape::List(Shape::Object(of)) if of.name == "VolumeMount"));
}

#[test]
fn lists_have_the_keys_that_they_are_merged_by() {
    assert_eq!(field(&CONTAINER, "volume_mounts").merge_key, "mountPath");
    assert_eq!(field(&CONTAINER, "ports").keys, ["containerPort", "protocol"]);
    assert_eq!(field(&POD_SPEC, "volumes").merge_key, "name");
    assert_eq!(field(&CONTAINER, "args").merge_key, "");
}

#[test]
fn required_fields_are_the_api_servers() {
    let required = |of: &'static Type| -> Vec<_> {
        of.fields.iter().filter(|field| field.required).map(|field| field.json).collect()
    };
    assert_eq!(required(&VOLUME_MOUNT), ["mountPath", "name"]);
    assert_eq!(required(&POD_SPEC), ["containers"]);
    assert_eq!(required(&JOB_SPEC), ["template"]);
    assert_eq!(required(&SYSCTL), ["name"], "OpenAPI wants a value too, the API server does not");
}

#[test]
fn enums_have_their_values() {
    assert_eq!(field(&CONTAINER, "image_pull_policy").values, ["Always", "IfNotPresent", "Never"]);
    assert_eq!(field(&POD_SPEC, "restart_policy").values, ["Always", "Never", "OnFailure"]);
    assert!(field(&CONTAINER, "image").values.is_empty());
}

#[test]
fn a_value_may_be_newer_than_its_field() {
    let newer = field(&TOLERATION, "operator").new_values;
    let newer: Vec<_> = newer.iter().map(|new| (new.value, new.since, new.gate)).collect();
    let gate = "TaintTolerationComparisonOperators";
    assert_eq!(newer, [("Gt", Minor(35), gate), ("Lt", Minor(35), gate)]);
}

#[test]
fn fields_come_and_go() {
    let life = |field: &Field| (field.since, field.gone);
    assert_eq!(life(field(&POD_SPEC, "workload_ref")), (Some(Minor(35)), Some(Minor(36))));
    assert_eq!(life(field(&POD_SPEC, "hostname_override")), (Some(Minor(34)), None));
    assert_eq!(life(field(&POD_SPEC, "hostname")), (None, None));
}

#[test]
fn the_fields_of_a_new_type_are_as_old_as_the_type() {
    assert_eq!(field(&VOLUME_PROJECTION, "pod_certificate").since, Some(Minor(34)));
    assert_eq!(field(&POD_CERTIFICATE_PROJECTION, "signer_name").since, None);
    assert_eq!(field(&POD_CERTIFICATE_PROJECTION, "user_annotations").since, Some(Minor(35)));
}

#[test]
fn a_gate_is_known_at_every_minor() {
    assert_eq!(field(&VOLUME, "image").gate, "ImageVolume", "also after 1.37 no longer names it");
    let stage = |minor| gate("ImageVolume").at(Minor(minor)).map(|stage| (stage.maturity, stage.default));
    assert_eq!(stage(30), None);
    assert_eq!(stage(33), Some((Maturity::Beta, false)));
    assert_eq!(stage(35), Some((Maturity::Beta, true)));
    assert_eq!(stage(37), Some((Maturity::Ga, true)));
    assert_eq!(
        field(&LIFECYCLE, "stop_signal").gate,
        "ContainerStopSignals",
        "though its source does not tag it"
    );
}

#[test]
fn at_most_one_source_stands_in_a_volume() {
    assert!(VOLUME.union.contains(&"emptyDir") && VOLUME.union.contains(&"csi"));
    assert!(!VOLUME.union.contains(&"name"));
    assert_eq!(ENV_VAR_SOURCE.union.len(), ENV_VAR_SOURCE.fields.len());
    assert_eq!(PROBE.union, ["exec", "grpc", "httpGet", "tcpSocket"]);
    assert!(SECCOMP_PROFILE.union.is_empty(), "its `type` decides");
}

#[test]
fn what_is_no_object_has_a_shape_of_its_own() {
    assert!(matches!(field(&RESOURCE_REQUIREMENTS, "limits").shape, Shape::Map(Shape::Quantity)));
    assert!(matches!(field(&EMPTY_DIR_VOLUME_SOURCE, "size_limit").shape, Shape::Quantity));
    assert!(matches!(field(&TCP_SOCKET_ACTION, "port").shape, Shape::IntOrString));
    assert!(matches!(field(&OBJECT_META, "creation_timestamp").shape, Shape::Time));
    assert!(matches!(field(&OBJECT_META, "labels").shape, Shape::Map(Shape::String)));
    assert!(matches!(field(&MANAGED_FIELDS_ENTRY, "fields_v1").shape, Shape::Json));
    assert!(matches!(field(&POD_SECURITY_CONTEXT, "fs_group").shape, Shape::Int64));
    assert!(matches!(field(&CONTAINER_PORT, "container_port").shape, Shape::Int32));
    assert!(matches!(field(&POD_SPEC, "host_pid").shape, Shape::Bool));
}

#[test]
fn a_keyword_stays_as_it_is() {
    assert_eq!(field(&SECCOMP_PROFILE, "type").json, "type");
}

#[test]
fn the_tables_are_sorted_and_agree_with_themselves() {
    assert!(TYPES.is_sorted_by(|a, b| a.name < b.name));
    assert!(GATES.is_sorted_by(|a, b| a.name < b.name));
    assert!(MINORS.is_sorted_by(|a, b| a < b));
    for of in TYPES {
        assert!(of.fields.is_sorted_by(|a, b| a.name < b.name), "{}", of.name);
        assert!(of.union.iter().all(|json| of.field_by_json(json).is_some()), "{}", of.name);
        for field in of.fields {
            let place = format!("{}.{}", of.name, field.name);
            assert!(
                field.values.is_sorted()
                    && field.new_values.iter().all(|new| field.values.contains(&new.value)),
                "{place}"
            );
            let gates = field.new_values.iter().map(|new| new.gate).chain([field.gate]);
            let known = |name| GATES.iter().any(|gate| gate.name == name);
            assert!(gates.filter(|gate| !gate.is_empty()).all(known), "{place}");
            let items = if let Shape::List(Shape::Object(items)) = field.shape { Some(items) } else { None };
            let has_key = |key: &&str| items.is_some_and(|items| items.field_by_json(key).is_some());
            assert!(field.keys.iter().all(has_key), "{place}");
            assert!(field.merge_key.is_empty() || has_key(&field.merge_key), "{place}");
        }
    }
}
