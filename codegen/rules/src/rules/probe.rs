//! Probes and lifecycle hooks.

rules! { "probe"
    INVALID_HEADER_NAME "invalid_header_name" Error server "validateHTTPGetAction"
        "a header of a probe has a name of letters, digits and `-`";
    UNDECLARED_PORT "undeclared_port" Error kubelet "pkg/probe/util.go: ResolveContainerPort"
        "a port that a probe or a hook names is one of its container";
    HTTP2_PROBE "http2_probe" Error server "validateHTTPGetAction"
        "a probe speaks HTTP/2 in the clear, and to the pod itself";
    SLEEP "sleep" Error server "validateSleepAction"
        "a hook sleeps for no longer than the container has to end";
    STOP_SIGNAL "stop_signal" Error server "validateStopSignal"
        "the signal that ends a container is one of the operating system that the pod names";
}
