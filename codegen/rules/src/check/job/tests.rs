use crate::check::notation::refused;
use crate::schema::Root;

/// What a Job is refused for, whose pods never restart.
fn job(spec: &str) -> Vec<String> {
    named_job("{}", spec)
}

fn named_job(metadata: &str, spec: &str) -> Vec<String> {
    let template =
        r#"template: { spec: { restartPolicy: "Never", containers: [{ name: "a", image: "a" }] } }"#;
    refused(&format!(r"{{ metadata: {metadata}, spec: {{ {template}, {spec} }} }}"), Root::Job)
}

fn cron_job(spec: &str, job: &str) -> Vec<String> {
    let template =
        r#"template: { spec: { restartPolicy: "Never", containers: [{ name: "a", image: "a" }] } }"#;
    refused(
        &format!(r"{{ spec: {{ {spec}, jobTemplate: {{ spec: {{ {template}, {job} }} }} }} }}"),
        Root::CronJob,
    )
}

#[test]
fn a_number_of_a_job_is_not_below_zero() {
    assert_eq!(job("backoffLimit: -1"), ["number_range at -1 in spec.backoffLimit"]);
    assert_eq!(job("ttlSecondsAfterFinished: 0"), Vec::<String>::new());
}

#[test]
fn what_counts_indexes_is_of_an_indexed_job() {
    assert_eq!(
        job("backoffLimitPerIndex: 1, completions: 2"),
        ["indexed_job at backoffLimitPerIndex in spec.backoffLimitPerIndex"]
    );
    let indexed = |more: &str| job(&format!(r#"completionMode: "Indexed", {more}"#));
    assert_eq!(indexed("backoffLimitPerIndex: 1, completions: 2"), Vec::<String>::new());
    assert_eq!(indexed(""), Vec::<String>::new(), "a Job alone has one completion");
    assert_eq!(indexed("parallelism: 2"), [r#"indexed_job at "Indexed" in spec.completions"#]);
    assert_eq!(
        indexed("completions: 2, maxFailedIndexes: 1"),
        ["indexed_job at maxFailedIndexes in spec.backoffLimitPerIndex"]
    );
    assert_eq!(
        indexed("completions: 2, maxFailedIndexes: 3, backoffLimitPerIndex: 1"),
        ["indexed_job at 3 in spec.maxFailedIndexes"]
    );
    assert_eq!(indexed("completions: 2, maxFailedIndexes: 2, backoffLimitPerIndex: 1"), Vec::<String>::new());
    assert_eq!(
        indexed("completions: 100000, parallelism: 100000, backoffLimitPerIndex: 1"),
        Vec::<String>::new(),
        "a hundred thousand are not many"
    );
    assert_eq!(
        indexed("completions: 100001, parallelism: 10001, backoffLimitPerIndex: 1").len(),
        2,
        "the number of failed indexes and the parallelism"
    );
}

#[test]
fn a_controller_has_a_domain_and_a_path() {
    assert_eq!(job(r#"managedBy: "kueue.x-k8s.io/multikueue""#), Vec::<String>::new());
    assert_eq!(job(r#"managedBy: "me""#), [r#"invalid_name at "me" in spec.managedBy"#]);
}

#[test]
fn a_failure_policy_names_failures_that_there_are() {
    let rule = |rule: &str| job(&format!(r"backoffLimit: 1, podFailurePolicy: {{ rules: [{rule}] }}"));
    let place = "spec.podFailurePolicy.rules[0]";
    assert_eq!(
        rule(r#"{ action: "FailJob", onExitCodes: { operator: "In", values: [2, 0, 2] } }"#),
        [
            format!("failure_policy at 0 in {place}.onExitCodes.values[1]"),
            format!("failure_policy at 0 in {place}.onExitCodes.values"),
            format!("duplicate_item at 2 in {place}.onExitCodes.values[2]"),
        ]
    );
}

#[test]
fn a_failure_rule_has_a_cause() {
    let rule = |rule: &str| job(&format!(r"podFailurePolicy: {{ rules: [{rule}] }}"));
    assert_eq!(rule(r#"{ action: "Ignore" }"#), ["failure_policy at { in spec.podFailurePolicy.rules[0]"]);
    let codes = r#"action: "FailJob", onExitCodes: { operator: "In", values: [2] }"#;
    assert_eq!(rule(&format!("{{ {codes}, onPodConditions: [] }}")), Vec::<String>::new(), "no list is none");
    assert_eq!(rule(&format!("{{ {codes}, onPodConditions: [{{}}] }}"))[0].split(' ').next(), Some("one_of"));
    assert_eq!(
        rule(r#"{ action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "" }] }"#),
        Vec::<String>::new()
    );
    assert_eq!(
        rule(r#"{ action: "FailIndex", onPodConditions: [{ type: "DisruptionTarget" }] }"#),
        [r#"failure_policy at "FailIndex" in spec.podFailurePolicy.rules[0].action"#]
    );
    assert_eq!(
        rule(r#"{ action: "FailJob", onExitCodes: { containerName: "b", operator: "NotIn", values: [0] } }"#),
        [r#"failure_policy at "b" in spec.podFailurePolicy.rules[0].onExitCodes.containerName"#]
    );
}

#[test]
fn a_success_policy_names_indexes_that_there_are() {
    let rule = |rule: &str| {
        job(&format!(r#"completionMode: "Indexed", completions: 5, successPolicy: {{ rules: [{rule}] }}"#))
    };
    let place = "spec.successPolicy.rules[0]";
    assert_eq!(rule(r#"{ succeededIndexes: "0,2-4", succeededCount: 4 }"#), Vec::<String>::new());
    assert_eq!(
        rule(r#"{ succeededIndexes: "0,2-4", succeededCount: 5 }"#),
        [format!("success_policy at 5 in {place}.succeededCount")]
    );
    assert_eq!(
        rule(r#"{ succeededIndexes: "5" }"#),
        [format!("success_policy at \"5\" in {place}.succeededIndexes")]
    );
    assert_eq!(rule("{}"), [format!("success_policy at {{ in {place}")]);
    assert_eq!(
        job("completions: 1, successPolicy: { rules: [{ succeededCount: 1 }] }"),
        ["indexed_job at successPolicy in spec.successPolicy"]
    );
}

#[test]
fn a_jobs_pods_do_not_restart_always() {
    let policy = |policy: &str| {
        let spec = format!(
            r#"{{ template: {{ spec: {{ containers: [{{ name: "a", image: "a" }}], {policy} }} }} }}"#
        );
        refused(&format!("{{ spec: {spec} }}"), Root::Job)
    };
    assert_eq!(policy(r#"restartPolicy: "OnFailure""#), Vec::<String>::new());
    assert_eq!(policy(""), ["job_restart_policy at { in spec.template.spec.restartPolicy"]);
    assert_eq!(
        policy(r#"restartPolicy: "Always""#),
        [r#"job_restart_policy at "Always" in spec.template.spec.restartPolicy"#]
    );
}

#[test]
fn a_job_chooses_its_pods_itself() {
    assert_eq!(
        job(r#"selector: { matchLabels: { "app": "a" } }"#),
        ["job_selector at selector in spec.selector"]
    );
    assert_eq!(job("manualSelector: true"), ["required at manualSelector in spec.selector"]);
    assert_eq!(
        job(r#"manualSelector: true, selector: { matchLabels: { "app": "a" } }"#),
        ["job_selector at selector in spec.template.metadata.labels"]
    );
    assert_eq!(
        cron_job(r#"schedule: "@daily""#, "selector: {}"),
        ["job_selector at selector in spec.jobTemplate.spec.selector"]
    );
}

#[test]
fn a_selector_may_be_the_one_that_the_job_makes_itself() {
    let selects = |label: &str| {
        named_job(r#"{ name: "sweep" }"#, &format!(r"selector: {{ matchLabels: {{ {label} }} }}"))
    };
    assert_eq!(selects(r#""batch.kubernetes.io/job-name": "sweep""#), Vec::<String>::new());
    let controller = r#""controller-uid": "sweep""#;
    assert_eq!(selects(controller), ["job_selector at selector in spec.selector"], "nobody knows it before");
}

#[test]
fn an_index_is_a_part_of_its_pods_host_name() {
    let name = "a".repeat(62);
    let named = |completions: u32| {
        let spec = format!(r#"completionMode: "Indexed", completions: {completions}"#);
        named_job(&format!(r#"{{ name: "{name}" }}"#), &spec)
    };
    assert_eq!(named(1), [format!("invalid_name at \"{name}\" in metadata.name")]);
    assert_eq!(named_job(&format!(r#"{{ name: "{name}" }}"#), ""), Vec::<String>::new());
}

#[test]
fn a_schedule_is_one_that_cron_reads() {
    assert_eq!(cron_job(r#"schedule: "0 3 * * *""#, ""), Vec::<String>::new());
    assert_eq!(cron_job(r#"schedule: "0 25 * * *""#, ""), [r#"schedule at "0 25 * * *" in spec.schedule"#]);
    assert_eq!(
        cron_job(r#"schedule: "TZ=UTC 0 3 * * *""#, ""),
        [r#"schedule at "TZ=UTC 0 3 * * *" in spec.schedule"#]
    );
    assert_eq!(
        cron_job(r#"schedule: "@daily", timeZone: "Europe/Berlim""#, ""),
        [r#"time_zone at "Europe/Berlim" in spec.timeZone"#]
    );
    assert_eq!(cron_job(r#"schedule: """#, ""), [r#"required at "" in spec.schedule"#]);
    assert_eq!(
        cron_job(r#"schedule: "@daily""#, r#"completionMode: "Indexed""#),
        [r#"indexed_job at "Indexed" in spec.jobTemplate.spec.completions"#],
        "a CronJob's template sees no defaults"
    );
}

#[test]
fn a_name_that_no_label_can_hold_is_refused_where_it_becomes_one() {
    let named = |length: usize, field: &str| {
        let name = "a".repeat(length);
        let job = format!(
            r#"{{ metadata: {{ name: "{name}" }}, spec: {{ {field} template: {{ spec: {{ restartPolicy: "Never", containers: [{{ name: "a", image: "a" }}] }} }} }} }}"#
        );
        refused(&job, Root::Job).len()
    };
    assert_eq!(named(63, ""), 0);
    assert_eq!(named(64, ""), 1);
    assert_eq!(named(64, "completionMode: \"Indexed\", completions: 1,"), 1);
    assert_eq!(named(64, "manualSelector: true, selector: { matchLabels: { a: \"b\" } },"), 1);
}

#[test]
fn the_indexes_of_a_success_policy_fit_64_kib() {
    let indexes = (0..20_000).map(|index| index.to_string()).collect::<Vec<_>>().join(",");
    let refused = job(&format!(
        r#"completionMode: "Indexed", completions: 20000, successPolicy: {{ rules: [{{ succeededIndexes: "{indexes}" }}] }}"#
    ));
    assert_eq!(refused.len(), 1);
    assert!(refused[0].starts_with("too_long at "));
}

#[test]
fn a_cron_jobs_name_leaves_room_for_what_its_jobs_add() {
    let named = |length: usize| {
        let name = "a".repeat(length);
        let job =
            r#"template: { spec: { restartPolicy: "Never", containers: [{ name: "a", image: "a" }] } }"#;
        let spec = format!(r#"schedule: "@daily", jobTemplate: {{ spec: {{ {job} }} }}"#);
        refused(&format!(r#"{{ metadata: {{ name: "{name}" }}, spec: {{ {spec} }} }}"#), Root::CronJob)
    };
    assert_eq!(named(52), Vec::<String>::new());
    assert_eq!(named(53).len(), 1);
}
