//! What a task asks of its template.

rules! { "task"
    PRIMARY_CONTAINER "primary_container" Error podwright "podwright"
        "a template with a pod spec has the primary container among its `containers`";
    INJECTED_FIELD "injected_field" Error podwright "podwright"
        "the primary container has no image, command or arguments: they come with the task";
    RESTART_POLICY "restart_policy" Error podwright "podwright; pkg/apis/batch/validation: validateJobTemplate"
        "neither the pod nor the primary container restarts by itself: retries are the task's";
    ORDINARY "ordinary" Error podwright "podwright"
        "`#[ordinary]` stands on a sidecar; a sidecar with a restart policy of its own has it";
}
