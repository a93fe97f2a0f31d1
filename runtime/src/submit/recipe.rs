//! What an environment's image is made of beside the program, and which environments share one.

use std::path::{Path, PathBuf};

use podwright_image as image;

use crate::catalog::Catalog;
use crate::environment::TaskEnvironment;
use crate::image::{Asset, Source};

/// What decides the bytes of a packaged image beside the program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Recipe {
    pub(crate) base: Option<&'static str>,
    assets: Vec<Asset>,
}

impl Recipe {
    /// The recipe of an environment; `None` where its image is made elsewhere.
    pub(crate) fn of(environment: &TaskEnvironment) -> Option<Self> {
        match environment.image.source {
            Source::Program { base } => Some(Self { base, assets: environment.image.assets().collect() }),
            Source::Prebuilt(_) => None,
        }
    }

    /// Whether the image is the program alone.
    pub(crate) fn is_plain(&self) -> bool {
        *self == Self::default()
    }

    /// The files to package, by their absolute paths. A relative path begins at the package's folder where cargo runs the
    /// program.
    pub(crate) fn assets(&self) -> Vec<image::Asset> {
        let start = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
        let asset = |asset: &Asset| {
            let from = start.join(asset.from);
            // Where there is no current folder, the path is named as it is written.
            let from = std::path::absolute(&from).unwrap_or(from);
            image::Asset { from, to: Path::new(asset.to).into() }
        };
        self.assets.iter().map(asset).collect()
    }
}

/// The recipes of a program's environments, each with the names of those that share it. A task may call one of any other
/// environment, in a pod that cannot package: so all of them belong to a run.
pub(crate) fn recipes(catalog: &Catalog) -> Vec<(Recipe, Vec<&'static str>)> {
    let mut recipes: Vec<(Recipe, Vec<&'static str>)> = Vec::new();
    for environment in catalog.iter().map(|task| task.env) {
        let Some(recipe) = Recipe::of(environment) else { continue };
        match recipes.iter_mut().find(|(other, _)| *other == recipe) {
            None => recipes.push((recipe, vec![environment.name])),
            Some((_, names)) if names.contains(&environment.name) => {}
            Some((_, names)) => names.push(environment.name),
        }
    }
    recipes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::Image;

    #[test]
    fn an_environment_with_a_prebuilt_image_has_no_recipe() {
        const REFERENCE: &str =
            "r.example/app@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
        static PREBUILT: TaskEnvironment = TaskEnvironment::new("prebuilt").image(Image::prebuilt(REFERENCE));
        static PLAIN: TaskEnvironment = TaskEnvironment::new("plain");
        static MORE: TaskEnvironment =
            TaskEnvironment::new("more").image(Image::base("debian:12-slim").with_dir("data", "/data"));
        assert_eq!(Recipe::of(&PREBUILT), None);
        assert!(Recipe::of(&PLAIN).unwrap().is_plain());
        let more = Recipe::of(&MORE).unwrap();
        assert_eq!(more.base, Some("debian:12-slim"));
        assert!(more.assets()[0].from.ends_with("data") && !more.is_plain());
    }
}
