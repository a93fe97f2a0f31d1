//! The environment that tasks share.

mod agree;

use crate::image::Image;
use crate::names;
use crate::resources::Resources;
use crate::secret::Secret;
use crate::template::PodTemplate;

/// What several tasks share: a name, a pod template, an image, resources, secrets.
///
/// Its builders are const, so that a bad name or quantity, or a value that contradicts the template's, does not compile.
///
/// ```
/// # use podwright::prelude::*;
/// static ENV: TaskEnvironment = TaskEnvironment::new("training")
///     .resources(Resources::new().cpu("2").memory("4Gi"))
///     .secrets(&[Secret::env("API_KEY", "api-keys", "primary")]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct TaskEnvironment {
    pub(crate) name: &'static str,
    pub(crate) template: Template,
    pub(crate) image: Image,
    pub(crate) resources: Resources,
    pub(crate) secrets: &'static [Secret],
    pub(crate) env: &'static [(&'static str, &'static str)],
}

/// Which template an environment uses.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Template {
    /// A pod with the primary container alone.
    Implied,
    /// Always this one.
    Fixed(&'static PodTemplate),
    /// The one that the function gives when the run is submitted.
    Chosen(fn() -> &'static PodTemplate),
}

impl Template {
    /// The template, if there is one; a choice is made now.
    pub(crate) fn now(self) -> Option<&'static PodTemplate> {
        match self {
            Self::Implied => None,
            Self::Fixed(template) => Some(template),
            Self::Chosen(choose) => Some(choose()),
        }
    }
}

impl TaskEnvironment {
    /// An environment of this name, a DNS label: its tasks run in a pod with the primary container alone.
    #[track_caller]
    pub const fn new(name: &'static str) -> Self {
        names::label(name);
        Self {
            name,
            template: Template::Implied,
            image: Image::program(),
            resources: Resources::new(),
            secrets: &[],
            env: &[],
        }
    }

    /// What the pods look like.
    #[must_use]
    #[track_caller]
    pub const fn pod_template(mut self, template: &'static PodTemplate) -> Self {
        self.template = Template::Fixed(template);
        self.agreed()
    }

    /// Which template the pods have, chosen when a run is submitted. The choice travels with the run: a parent task's pod
    /// does not choose again.
    #[must_use]
    pub const fn pod_template_by(mut self, choose: fn() -> &'static PodTemplate) -> Self {
        self.template = Template::Chosen(choose);
        self
    }

    /// The primary container's image: this program, packaged, unless said otherwise.
    #[must_use]
    pub const fn image(mut self, image: Image) -> Self {
        self.image = image;
        self
    }

    /// What the primary container asks for.
    #[must_use]
    #[track_caller]
    pub const fn resources(mut self, resources: Resources) -> Self {
        self.resources = resources;
        self.agreed()
    }

    /// Secrets of the cluster for the primary container.
    #[must_use]
    #[track_caller]
    pub const fn secrets(mut self, secrets: &'static [Secret]) -> Self {
        self.secrets = secrets;
        self.agreed()
    }

    /// Environment variables of the primary container.
    #[must_use]
    #[track_caller]
    pub const fn env(mut self, variables: &'static [(&'static str, &'static str)]) -> Self {
        let mut at = 0;
        while at < variables.len() {
            names::env(variables[at].0);
            at += 1;
        }
        self.env = variables;
        self.agreed()
    }

    /// Its name.
    pub const fn name(&self) -> &'static str {
        self.name
    }
}
