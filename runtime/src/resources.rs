//! What a task's primary container asks of its node.

use podwright_rules::formats::quantity::{self, Quantity};

use crate::message::Message;

/// Requests and limits of the primary container. A quantity that Kubernetes would refuse does not compile.
///
/// ```
/// # use podwright::Resources;
/// static TWO_CPUS: Resources = Resources::new().cpu("2").memory_request("1Gi").memory_limit("4Gi");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resources {
    pub(crate) cpu: Amount,
    pub(crate) memory: Amount,
    pub(crate) ephemeral_storage: Amount,
    pub(crate) gpu: Option<(&'static str, &'static str)>,
}

/// The request and the limit of one resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Amount {
    pub(crate) request: Option<&'static str>,
    pub(crate) limit: Option<&'static str>,
}

const NOTHING: Amount = Amount { request: None, limit: None };

impl Resources {
    /// No requests and no limits.
    pub const fn new() -> Self {
        Self { cpu: NOTHING, memory: NOTHING, ephemeral_storage: NOTHING, gpu: None }
    }

    /// Requests this much CPU (`"2"`, `"500m"`) and limits to it.
    #[must_use]
    #[track_caller]
    pub const fn cpu(self, quantity: &'static str) -> Self {
        self.cpu_request(quantity).cpu_limit(quantity)
    }

    /// Requests this much CPU.
    #[must_use]
    #[track_caller]
    pub const fn cpu_request(mut self, quantity: &'static str) -> Self {
        self.cpu = self.cpu.with_request(quantity);
        self
    }

    /// Limits to this much CPU.
    #[must_use]
    #[track_caller]
    pub const fn cpu_limit(mut self, quantity: &'static str) -> Self {
        self.cpu = self.cpu.with_limit(quantity);
        self
    }

    /// Requests this much memory (`"4Gi"`) and limits to it.
    #[must_use]
    #[track_caller]
    pub const fn memory(self, quantity: &'static str) -> Self {
        self.memory_request(quantity).memory_limit(quantity)
    }

    /// Requests this much memory.
    #[must_use]
    #[track_caller]
    pub const fn memory_request(mut self, quantity: &'static str) -> Self {
        self.memory = self.memory.with_request(quantity);
        self
    }

    /// Limits to this much memory.
    #[must_use]
    #[track_caller]
    pub const fn memory_limit(mut self, quantity: &'static str) -> Self {
        self.memory = self.memory.with_limit(quantity);
        self
    }

    /// Requests this much of the node's disk and limits to it.
    #[must_use]
    #[track_caller]
    pub const fn ephemeral_storage(mut self, quantity: &'static str) -> Self {
        self.ephemeral_storage = self.ephemeral_storage.with_request(quantity).with_limit(quantity);
        self
    }

    /// Asks for devices of an extended resource: `.gpu("nvidia.com/gpu", "1")`.
    #[must_use]
    #[track_caller]
    pub const fn gpu(mut self, resource: &'static str, count: &'static str) -> Self {
        checked(count);
        self.gpu = Some((resource, count));
        self
    }

    /// The list of what is set: `requests` or `limits`, the resource, the quantity.
    pub(crate) fn entries(&self) -> Vec<(&'static str, &'static str, &'static str)> {
        let mut entries = Vec::new();
        let amounts =
            [("cpu", self.cpu), ("memory", self.memory), ("ephemeral-storage", self.ephemeral_storage)];
        for (resource, amount) in amounts {
            entries.extend(amount.request.map(|quantity| ("requests", resource, quantity)));
            entries.extend(amount.limit.map(|quantity| ("limits", resource, quantity)));
        }
        if let Some((resource, count)) = self.gpu {
            entries.extend([("requests", resource, count), ("limits", resource, count)]);
        }
        entries
    }
}

impl Default for Resources {
    fn default() -> Self {
        Self::new()
    }
}

impl Amount {
    #[track_caller]
    const fn with_request(mut self, quantity: &'static str) -> Self {
        checked(quantity);
        self.request = Some(quantity);
        self.ordered()
    }

    #[track_caller]
    const fn with_limit(mut self, quantity: &'static str) -> Self {
        checked(quantity);
        self.limit = Some(quantity);
        self.ordered()
    }

    #[track_caller]
    const fn ordered(self) -> Self {
        if let (Some(request), Some(limit)) = (self.request, self.limit)
            && checked(request).exceeds(checked(limit))
        {
            Message::new()
                .push("the request ")
                .quote(request)
                .push(" is above the limit ")
                .quote(limit)
                .push(": lower the one or raise the other")
                .panic();
        }
        self
    }
}

#[track_caller]
const fn checked(text: &str) -> Quantity {
    match quantity::parse(text) {
        Ok(quantity) if quantity.is_negative() => {
            Message::new().push("the quantity ").quote(text).push(" is below zero").panic()
        }
        Ok(quantity) => quantity,
        Err(invalid) => {
            Message::new().push("the quantity ").quote(text).push(" ").push(invalid.reason).panic()
        }
    }
}
