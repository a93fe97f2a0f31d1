//! Libraries that belong to the node and not to the program: the user half of a GPU driver must match the node's kernel half.

/// Names of NVIDIA's driver libraries, which its container toolkit mounts into a pod. CUDA's own libraries are not among them.
const DRIVER: &[&str] = &[
    "libcuda.so",
    "libcudadebugger.so",
    "libEGL_nvidia.so",
    "libGLESv1_CM_nvidia.so",
    "libGLESv2_nvidia.so",
    "libGLX_nvidia.so",
    "libnvcuvid.so",
    "libnvidia-",
    "libnvoptix.so",
    "libvdpau_nvidia.so",
];

/// Whether the library `name` comes with a node's GPU driver.
pub(crate) fn is_driver(name: &str) -> bool {
    DRIVER.iter().any(|start| name.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::is_driver;

    #[test]
    fn the_driver_is_told_from_cuda() {
        assert!(is_driver("libcuda.so.1") && is_driver("libnvidia-ml.so.1"));
        assert!(
            !is_driver("libcudart.so.12") && !is_driver("libnvrtc.so.12") && !is_driver("libcublas.so.12")
        );
    }
}
