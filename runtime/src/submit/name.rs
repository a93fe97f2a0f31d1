//! Names of runs and of their actions: that of a call follows from the run and the call alone, so that making a call twice is
//! making it once.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use podwright_launch::digest;
use serde_json::json;

use super::fill;
use crate::context::Request;
use crate::error::{Error, Kind, Result};
use crate::names;

/// The calls that an action makes.
pub(crate) struct Calls {
    run: String,
    action: String,
    /// How often each was made, by its digest.
    made: Mutex<HashMap<String, u32>>,
}

impl Calls {
    /// Those of this action of this run.
    pub(crate) fn new(run: &str, action: &str) -> Self {
        Self { run: run.to_owned(), action: action.to_owned(), made: Mutex::default() }
    }

    /// The name of the call that is made now: the same whenever the action is tried again. Equal calls can stand for each
    /// other, so that their number is enough to tell them apart.
    pub(crate) fn name(&self, request: &Request) -> String {
        const HASH: usize = 10;
        let call = call(request);
        let hash = digest::of(json!([self.run, self.action, call, self.number(call.clone())]));
        // A Job's name is a label's value, and its pods' names add six characters.
        const ROOM: usize = 63 - 6 - 1 - HASH;
        let run = self.run.get(..ROOM).unwrap_or(&self.run).trim_end_matches('-');
        format!("{run}-{}", &hash[..HASH])
    }

    /// Which of the equal calls it is, from 0.
    fn number(&self, call: String) -> u32 {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let next = made.entry(call).or_default();
        *next += 1;
        *next - 1
    }
}

/// A digest of what is called, and how.
fn call(request: &Request) -> String {
    let overrides = &request.overrides;
    digest::of(json!([
        request.task.name,
        request.input,
        overrides.retries,
        overrides.timeout.map(|timeout| timeout.as_millis().to_string()),
        overrides.resources,
        overrides.env,
        overrides.image,
        overrides.template.map(|template| fill::written(template.parts.origin)),
    ]))
}

/// A name for a new run: the task's, so that a list of runs can be read, and what makes it another one.
pub(crate) fn new_run(task: &str) -> Result<String> {
    use ring::rand::{SecureRandom, SystemRandom};
    const LETTERS: &[u8] = b"bcdfghjklmnpqrstvwxz2456789";
    let mut random = [0; 6];
    SystemRandom::new()
        .fill(&mut random)
        .map_err(|_| Error::new(Kind::Infrastructure, "this system gives no random numbers"))?;
    let suffix: String =
        random.iter().map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()])).collect();
    let task = names::dashed(task);
    let task = task.get(..40).unwrap_or(&task).trim_end_matches('-');
    Ok(if task.is_empty() { format!("run-{suffix}") } else { format!("{task}-{suffix}") })
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use serde_json::Value;

    use super::*;
    use crate::call::Overrides;
    use crate::environment::TaskEnvironment;
    use crate::task::TaskDef;
    use crate::template::Place;

    static ENV: TaskEnvironment = TaskEnvironment::new("env");
    static TASK: TaskDef = TaskDef {
        name: "count",
        crate_name: "",
        crate_version: "",
        repository: "",
        place: Place { file: "", line: 0, column: 0 },
        doc: "",
        env: &ENV,
        retries: None,
        timeout_ms: None,
        parameters: &[],
        result_type: "",
        run: |_| Err(Error::msg("it is not run")),
    };

    fn of(input: Value) -> Request {
        Request { task: &TASK, input, overrides: Overrides::default() }
    }

    fn calls() -> Calls {
        Calls::new("run", "parent")
    }

    #[test]
    fn a_map_gives_a_call_one_name_in_whatever_order_it_comes() {
        // Each map has another order, as each process has.
        let map = || (0..20).map(|key| (format!("key {key}"), key)).collect::<HashMap<_, _>>();
        let named = || calls().name(&of(json!({"words": map()})));
        let first = named();
        assert!((0..10).all(|_| named() == first));
        // It is the name of this call for good: a parent that is tried again after an update of podwright finds its calls.
        assert_eq!(first, "run-8d0ddc02de");
    }

    #[test]
    fn equal_calls_are_numbered_and_others_have_names_of_their_own() {
        let (one, other) = (calls(), calls());
        let (a, b) = (of(json!({"text": "a"})), of(json!({"text": "b"})));
        let names = [one.name(&a), one.name(&b), one.name(&a)];
        assert!(names[0] != names[1] && names[0] != names[2] && names[1] != names[2], "{names:?}");
        let again = [other.name(&b), other.name(&a), other.name(&a)];
        assert_eq!(again, [names[1].clone(), names[0].clone(), names[2].clone()], "in whatever order");
        let mut changed = a.clone();
        changed.overrides.retries = Some(3);
        assert!(!names.contains(&calls().name(&changed)));
        assert!(!names.contains(&Calls::new("run", "another parent").name(&a)));
    }

    #[test]
    fn a_calls_name_leaves_room_for_its_pods() {
        let name = Calls::new(&"r".repeat(57), "p").name(&of(json!({})));
        assert_eq!(name.len(), 57);
    }
}
