//! Template and environment must agree: the same variable or resource given two values does not compile, where the
//! literals decide it. What only holes decide is checked when a run is submitted.

use podwright_rules::formats::quantity;

use super::{TaskEnvironment, Template};
use crate::message::{Message, same};
use crate::resources::Amount;
use crate::secret::SecretPlace;
use crate::template::Index;

impl TaskEnvironment {
    #[track_caller]
    pub(super) const fn agreed(self) -> Self {
        let mut at = 0;
        while at < self.secrets.len() {
            if let SecretPlace::Env(name) = self.secrets[at].place {
                self.no_second_variable(name);
            }
            at += 1;
        }
        if let Template::Fixed(template) = self.template {
            let index = &template.parts.index;
            self.variables_agree(index);
            self.secrets_agree(index);
            amount_agrees(index, "cpu", self.resources.cpu);
            amount_agrees(index, "memory", self.resources.memory);
            amount_agrees(index, "ephemeral-storage", self.resources.ephemeral_storage);
        }
        self
    }

    #[track_caller]
    const fn no_second_variable(&self, secret: &str) {
        let mut at = 0;
        while at < self.env.len() {
            if same(self.env[at].0, secret) {
                Message::new()
                    .push("the environment gives ")
                    .quote(secret)
                    .push(" both a value and a secret: keep one of them")
                    .panic();
            }
            at += 1;
        }
    }

    #[track_caller]
    const fn variables_agree(&self, index: &Index) {
        let mut at = 0;
        while at < self.env.len() {
            let (name, value) = self.env[at];
            let mut other = 0;
            while other < index.env.len() {
                if let (there, Some(theirs)) = index.env[other]
                    && same(there, name)
                    && !same(theirs, value)
                {
                    contradiction("variable", name, theirs, value);
                }
                other += 1;
            }
            at += 1;
        }
    }

    #[track_caller]
    const fn secrets_agree(&self, index: &Index) {
        let mut at = 0;
        while at < self.secrets.len() {
            let mut other = 0;
            while other < index.env.len() {
                if let SecretPlace::Env(name) = self.secrets[at].place
                    && let (there, Some(value)) = index.env[other]
                    && same(there, name)
                {
                    Message::new()
                        .push("the variable ")
                        .quote(name)
                        .push(" is ")
                        .quote(value)
                        .push(" in the pod template and a secret in the environment: give it in one of them")
                        .panic();
                }
                other += 1;
            }
            at += 1;
        }
    }
}

#[track_caller]
const fn amount_agrees(index: &Index, resource: &str, amount: Amount) {
    let mut at = 0;
    while at < index.resources.len() {
        let (list, name, quantity) = index.resources[at];
        if let Some(theirs) = quantity
            && same(name, resource)
        {
            let ours = if same(list, "requests") { amount.request } else { amount.limit };
            if let Some(ours) = ours
                && !is_as_much(ours, theirs)
            {
                contradiction(
                    if same(list, "requests") { "request of" } else { "limit of" },
                    resource,
                    theirs,
                    ours,
                );
            }
        }
        at += 1;
    }
}

/// Whether two quantities are the same amount. One that is none is refused elsewhere.
const fn is_as_much(ours: &str, theirs: &str) -> bool {
    match (quantity::parse(ours), quantity::parse(theirs)) {
        (Ok(ours), Ok(theirs)) => ours.equals(theirs),
        _ => same(ours, theirs),
    }
}

#[track_caller]
const fn contradiction(what: &str, name: &str, template: &str, environment: &str) -> ! {
    Message::new()
        .push("the ")
        .push(what)
        .push(" ")
        .quote(name)
        .push(" is ")
        .quote(template)
        .push(" in the pod template and ")
        .quote(environment)
        .push(" in the environment: give it in one of them")
        .panic()
}

#[cfg(test)]
mod tests {
    use super::is_as_much;

    #[test]
    fn quantities_are_compared_by_what_they_come_to() {
        const SAME: bool = is_as_much("1000m", "1") && is_as_much("1Gi", "1024Mi");
        assert!(SAME && !is_as_much("1Gi", "1G") && !is_as_much("1", "2"));
        assert!(is_as_much("none", "none") && !is_as_much("none", "1"));
    }
}
