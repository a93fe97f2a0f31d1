//! Jobs and CronJobs.

rules! { "job"
    INDEXED_JOB "indexed_job" Error server "pkg/apis/batch/validation: validateJobSpec"
        "what counts indexes stands in a Job that has them, and they are not too many";
    FAILURE_POLICY "failure_policy" Error server "pkg/apis/batch/validation: validatePodFailurePolicy, validatePodReplacementPolicy"
        "a rule for failed pods names failures that there can be";
    SUCCESS_POLICY "success_policy" Error server "pkg/apis/batch/validation: validateSuccessPolicy"
        "a rule for success names indexes that the Job has";
    JOB_RESTART_POLICY "job_restart_policy" Error server "pkg/apis/batch/validation: validateJobSpec"
        "a Job's pods never restart, or on failure only";
    JOB_SELECTOR "job_selector" Error server "pkg/apis/batch/validation: validateGeneratedSelector, ValidateJobSpec, ValidateJobTemplateSpec"
        "a Job finds its pods by the labels that the server gives them, or by those that its template has";
    SCHEDULE "schedule" Error server "pkg/apis/batch/validation: validateScheduleFormat"
        "a CronJob's schedule has five fields, and no time zone in it";
    TIME_ZONE "time_zone" Error server "pkg/apis/batch/validation: validateTimeZone"
        "a CronJob's time zone is one of IANA's";
    MANY_INDEXES "many_indexes" Warning server "pkg/api/job/warnings.go: WarningsForJobSpec"
        "a Job's indexes are not more than Kubernetes can keep count of";
}
