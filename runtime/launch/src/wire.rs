//! What passes between the launcher and the program in the pod: environment variables one way, a framed report the other.
//!
//! A termination message can be cut by the kubelet (to 4096 bytes, or 12288 shared among the pod's containers), so a report
//! carries its length and a checksum.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::action::{Failure, Parent};

/// Holds an [`Order`] as JSON. Its presence tells the program that it runs in a pod.
pub const ORDER: &str = "PODWRIGHT_ORDER";
/// Holds the task's parameters as JSON, where they are small.
pub const INPUT: &str = "PODWRIGHT_INPUT";
/// The uid of the action's own Job, by the downward API.
pub const JOB_UID: &str = "PODWRIGHT_JOB_UID";
/// The pod's name, by the downward API.
pub const POD_NAME: &str = "PODWRIGHT_POD";
/// The file that holds the parameters where they are too large for the environment.
pub const INPUT_FILE: &str = "/run/podwright/input.json";
/// Where the kubelet reads the termination message.
pub const TERMINATION_LOG: &str = "/dev/termination-log";
/// The exit status of a failure that trying again cannot mend.
pub const EXIT_FINAL: i32 = 65;

/// What the program in a pod is told to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Order {
    /// The run.
    pub run: String,
    /// The action: the Job's name.
    pub action: String,
    /// The task to run.
    pub task: String,
    /// The namespace that the Job is in.
    pub namespace: String,
    /// The action's own parent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Parent>,
    /// How long the function may take, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout_ms: Option<u64>,
    /// How many bytes of termination message there are for a report.
    pub message_budget: usize,
    /// What the program asked to have passed through.
    pub settings: Value,
}

/// What the program in a pod has to say when it ends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Report {
    /// The task returned this value.
    Returned(Value),
    /// The task returned a value that is in a ConfigMap of the Job's namespace, under the key `result`.
    Stored {
        /// The ConfigMap's name.
        config_map: String,
        /// The value's length in bytes.
        length: usize,
        /// The value's CRC-32.
        checksum: u32,
    },
    /// The task failed.
    Failed(Failure),
}

/// Why a framed report cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FrameError {
    /// Something else wrote the message.
    #[error("not a report of podwright")]
    Foreign,
    /// The message ends before the report does.
    #[error("cut short: {have} of {want} bytes")]
    Cut {
        /// The bytes that are there.
        have: usize,
        /// The bytes that the frame announces.
        want: usize,
    },
    /// The bytes are not those that were sent.
    #[error("damaged")]
    Damaged,
}

const MAGIC: &str = "podwright/1";

impl Report {
    /// The report as a termination message: `podwright/1 LENGTH CHECKSUM\nJSON`.
    pub fn frame(&self) -> String {
        let body = serde_json::to_string(self).expect("a report has string keys only");
        format!("{MAGIC} {} {:08x}\n{body}", body.len(), crc32(body.as_bytes()))
    }

    /// Reads what [`Report::frame`] wrote.
    pub fn unframe(message: &str) -> Result<Self, FrameError> {
        let (head, body) = message.split_once('\n').ok_or(FrameError::Foreign)?;
        let mut words = head.split(' ');
        let (Some(MAGIC), Some(length), Some(checksum), None) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            return Err(FrameError::Foreign);
        };
        let want: usize = length.parse().map_err(|_| FrameError::Foreign)?;
        let checksum = u32::from_str_radix(checksum, 16).map_err(|_| FrameError::Foreign)?;
        if body.len() < want {
            return Err(FrameError::Cut { have: body.len(), want });
        }
        let body = body.get(..want).ok_or(FrameError::Damaged)?;
        if crc32(body.as_bytes()) != checksum {
            return Err(FrameError::Damaged);
        }
        serde_json::from_str(body).map_err(|_| FrameError::Damaged)
    }
}

/// The CRC-32 of IEEE 802.3, as zip and PNG have it.
pub fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(
            crc ^ u32::from(*byte),
            |crc, _| {
                if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 }
            },
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_framed_report_reads_back() {
        let report = Report::Returned(serde_json::json!({"rows": 3, "name": "ü\n"}));
        assert_eq!(Report::unframe(&report.frame()), Ok(report));
    }

    #[test]
    fn a_report_that_was_cut_says_so() {
        let frame = Report::Returned(serde_json::json!("x".repeat(100))).frame();
        let cut = &frame[..60];
        assert!(
            matches!(Report::unframe(cut), Err(FrameError::Cut { want: 115, .. })),
            "{:?}",
            Report::unframe(cut)
        );
    }

    #[test]
    fn another_programs_message_is_foreign() {
        for message in
            ["", "exec format error", "podwright/1\n", "podwright/1 x y\n{}", "podwright/2 2 0\n{}"]
        {
            assert_eq!(Report::unframe(message), Err(FrameError::Foreign), "{message}");
        }
    }

    #[test]
    fn a_changed_byte_is_noticed() {
        let frame = Report::Returned(serde_json::json!("abc")).frame().replace("abc", "abd");
        assert_eq!(Report::unframe(&frame), Err(FrameError::Damaged));
    }

    #[test]
    fn the_checksum_is_the_one_of_zip() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
    }
}
