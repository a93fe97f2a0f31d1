//! Paths within a volume and on a node.

use super::Invalid;

/// `validatePathNoBacksteps`: no step is `..`.
///
/// # Errors
///
/// Where it steps back.
pub fn no_backsteps(text: &str) -> Result<(), Invalid> {
    let mut start = 0;
    for part in text.split('/') {
        if part == ".." {
            return Err(Invalid::new("steps back with `..`", start, start + 2));
        }
        start += part.len() + 1;
    }
    Ok(())
}

/// `validateLocalDescendingPath`: relative, and no step is `..`.
///
/// # Errors
///
/// Where it is absolute or steps back.
pub fn descending(text: &str) -> Result<(), Invalid> {
    if text.starts_with('/') {
        return Err(Invalid::new("is absolute, where a place within the volume is named", 0, 1));
    }
    no_backsteps(text)
}

/// `ValidateLocalNonReservedPath`: relative, no step is `..`, and it does not begin with `..`, where the kubelet's own files are.
///
/// # Errors
///
/// Where it is absolute, steps back, or begins with `..`.
pub fn file(text: &str) -> Result<(), Invalid> {
    descending(text)?;
    if text.starts_with("..") {
        return Err(Invalid::new("begins with `..`, as the kubelet's own files do", 0, 2));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{descending, file, no_backsteps};

    #[test]
    fn a_path_does_not_step_back() {
        for right in ["", "/", "/a", "a..b", "...", "..a/b"] {
            assert_eq!(no_backsteps(right), Ok(()), "{right}");
        }
        assert_eq!(no_backsteps("a/../b").expect_err("it steps back").range(), 2..4);
        assert!(no_backsteps("..").is_err());
    }

    #[test]
    fn a_path_within_a_volume_is_relative() {
        assert!(descending("/a").is_err());
        assert_eq!(descending("..a"), Ok(()));
        assert!(file("..a").is_err());
        assert_eq!(file("a/b"), Ok(()));
    }
}
