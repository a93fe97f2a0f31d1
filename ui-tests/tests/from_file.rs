//! Templates in files, as rustc has them: constants, with lookups and holes like any other.

use podwright::{PodTemplate, mount, pod_template};

static BASE: PodTemplate = pod_template!("tests/pods/base.yaml");

static STAGING: PodTemplate = pod_template!("tests/pods/base.yaml", {
    labels: { "environment": "staging", "host": host() },
    pod_spec: {
        containers: [{ name: "primary", volume_mounts: [{ name: "cache", mount_path: "/cache" }] }],
        volumes: [{ name: "cache", empty_dir: { medium: "Memory" } }],
    },
});

fn host() -> String {
    "a".to_owned()
}

#[test]
fn a_file_is_a_template_with_what_lookups_need() {
    let mounted = [mount!(BASE, "data"), mount!(STAGING, "data"), mount!(STAGING, "cache")];
    let paths = mounted.map(|mount| format!("{mount:?}"));
    for (shown, path) in paths.iter().zip(["/mnt/data", "/mnt/data", "/cache"]) {
        assert!(shown.contains(&format!("{path:?}")), "{shown}");
    }
}

#[test]
fn a_patch_leaves_the_file_as_it_is() {
    let [base, staging] = [BASE, STAGING].map(|template| format!("{template:?}"));
    assert!(base.contains("ml-platform") && !base.contains("staging"));
    assert!(staging.contains("ml-platform") && staging.contains("staging"));
}
