//! Containers: images, ports, environment, resources.

rules! { "container"
    DUPLICATE_HOST_PORT "duplicate_host_port" Error server "checkHostPortConflicts"
        "a port of the node is one container's";
    DUPLICATE_PORT "duplicate_port" Warning server "pkg/api/pod/warnings.go: warningsForPodSpecAndMeta"
        "a container has a port once for each protocol";
    OVERLAPPING_PORT "overlapping_port" Warning server "pkg/api/pod/warnings.go: warningsForPodSpecAndMeta"
        "a port of the pod is declared in one way";
    UNUSED_HOST_IP "unused_host_ip" Warning server "pkg/api/pod/warnings.go: warningsForPodSpecAndMeta"
        "`hostIP` stands beside a `hostPort`";
    SHARED_PORT_NAME "shared_port_name" Warning server "pkg/api/pod/warnings.go: warningsForPodSpecAndMeta"
        "no two containers have a port of the same name";
    FRACTIONAL_BYTES "fractional_bytes" Warning server "pkg/api/pod/warnings.go: warningsForPodSpecAndMeta"
        "an amount of memory or storage is a whole number of bytes";
    DUPLICATE_ENV "duplicate_env" Warning server "pkg/api/pod/warnings.go: warningsForPodSpecAndMeta"
        "a container has an environment variable once";
    ENV_SOURCE "env_source" Error server "validateEnvVarValueFrom, ValidateEnvFrom"
        "an environment variable has a value or one source, and `envFrom` names a source";
    INVALID_PORT_NAME "invalid_port_name" Error server "validateContainerPorts"
        "a port's name is short, in small letters, and has a letter";
    INVALID_ENV_NAME "invalid_env_name" Error server "ValidateEnv"
        "an environment variable's name is printable ASCII without `=`";
    INVALID_IMAGE "invalid_image" Error kubelet "pkg/util/parsers: ParseImageName; the kubelet's InvalidImageName"
        "an image's reference is one that a container runtime can pull";
    PORT_RANGE "port_range" Error server "validateContainerPorts"
        "a port is a number from 1 to 65535";
    RESOURCE_NAME "resource_name" Error server "ValidateContainerResourceName"
        "a resource is one of Kubernetes' own or has a domain";
    INVALID_AMOUNT "invalid_amount" Error server "ValidateNonnegativeQuantity, ValidateResourceQuantityValue"
        "an amount of a resource is not below zero, and of devices a whole number";
    REQUEST_ABOVE_LIMIT "request_above_limit" Error server "validateResourceRequirements"
        "a request is at most the limit; a resource that is not shared has a limit, and requests as much";
    ENV_FILE_VOLUME "env_file_volume" Error server "validateFileKeyRefVolumes"
        "a file with environment variables lies in an `emptyDir`";
    UNTRIMMED_IMAGE "untrimmed_image" Error server "validateContainerOnlyForPod"
        "an image has no space around it";
    HOST_NETWORK_PORT "host_network_port" Error server "validatePodHostNetworkDeps"
        "a container in the node's network has the same port there";
    HUGEPAGES "hugepages" Error server "validateResourceRequirements"
        "huge pages are whole, and beside processors or memory";
    UNDECLARED_CLAIM "undeclared_claim" Error server "validateResourceClaimNames"
        "a claim that a container uses is one of the pod's";
    POD_RESOURCES "pod_resources" Error server "validatePodResourceConsistency"
        "the containers of a pod fit into its resources";
    RESIZE_POLICY "resize_policy" Error server "validateResizePolicy, validateInitContainers"
        "a container that restarts to be resized is in a pod that restarts containers";
    INIT_CONTAINER_FIELD "init_container_field" Error server "validateInitContainers"
        "an init container that ends has no probes and no hooks";
    EPHEMERAL_CONTAINERS "ephemeral_containers" Error server "ValidatePodCreate, ValidatePodTemplateSpec"
        "ephemeral containers are added to a pod that runs already";
}
