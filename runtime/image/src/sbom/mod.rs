//! What a program is built of, as an SPDX document: from what `cargo auditable` left in it, or from a `Cargo.lock`. It takes a
//! program or a text, gives bytes that follow from them alone, and knows nothing of images.

mod auditable;
mod lock;

use serde_json::{Value, json};

use crate::digest::Digest;
use crate::executable::Executable;

/// A crate that a program is built of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Package {
    name: String,
    version: String,
    /// From the public index, so that its package URL finds it.
    public: bool,
    /// The sha256 of its archive, where it is known.
    checksum: Option<String>,
    /// Its dependencies, by their index.
    dependencies: Vec<usize>,
    /// The crate that the program is.
    root: bool,
}

/// What a program is built of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sbom {
    packages: Vec<Package>,
}

/// Why there is no list of what a program is built of.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SbomError {
    /// The list in the program is damaged.
    #[error(
        "the list of crates in `{program}` cannot be read: {reason}; build it again with `cargo auditable build`"
    )]
    Damaged {
        /// The program's name.
        program: String,
        /// What is wrong.
        reason: String,
    },
    /// The lock file is none.
    #[error("this is no `Cargo.lock`: {0}")]
    Lock(String),
}

impl Sbom {
    /// The media type of its document.
    pub const MEDIA_TYPE: &str = "application/spdx+json";

    /// What `cargo auditable` wrote into the program; `None` where it was built without.
    pub fn of_program(executable: &Executable) -> Result<Option<Self>, SbomError> {
        let Some(json) = auditable::section(executable.file()) else { return Ok(None) };
        let packages = json.and_then(|json| auditable::packages(&json));
        let packages = packages
            .map_err(|reason| SbomError::Damaged { program: executable.name().to_owned(), reason })?;
        Ok(Some(Self { packages }))
    }

    /// What a `Cargo.lock` has for the package `root`: also what is for other systems or for tests alone, which it does not tell
    /// apart.
    pub fn of_lock(lock: &str, root: &str) -> Result<Self, SbomError> {
        Ok(Self { packages: lock::packages(lock, root).map_err(SbomError::Lock)? })
    }

    /// How many crates it names.
    pub fn len(&self) -> usize {
        self.packages.len()
    }

    /// Whether it names none.
    pub fn is_empty(&self) -> bool {
        self.packages.is_empty()
    }

    /// The document, SPDX 2.3 in JSON, for a program of this name; `created` is in RFC 3339. The same crates give the same bytes.
    pub fn document(&self, program: &str, created: &str) -> Vec<u8> {
        let packages = self
            .packages
            .iter()
            .enumerate()
            .map(|(index, package)| package.described(index))
            .collect::<Vec<_>>();
        let depends = self.packages.iter().enumerate().flat_map(|(index, package)| {
            package.dependencies.iter().map(move |on| relation(&id(index), "DEPENDS_ON", &id(*on)))
        });
        let roots = self.packages.iter().enumerate().filter(|(_, package)| package.root);
        let relations = roots.map(|(index, _)| relation("SPDXRef-DOCUMENT", "DESCRIBES", &id(index)));
        let relations = relations.chain(depends).collect::<Vec<_>>();
        let identity = Digest::of(json!([packages, relations]).to_string().as_bytes());
        json!({
            "spdxVersion": "SPDX-2.3",
            "dataLicense": "CC0-1.0",
            "SPDXID": "SPDXRef-DOCUMENT",
            "name": program,
            "documentNamespace": format!("urn:sha256:{}", identity.hex()),
            "creationInfo": {
                "created": created,
                "creators": [format!("Tool: podwright-{}", env!("CARGO_PKG_VERSION"))],
            },
            "packages": packages,
            "relationships": relations,
        })
        .to_string()
        .into_bytes()
    }
}

impl Package {
    fn described(&self, index: usize) -> Value {
        let mut package = json!({
            "SPDXID": id(index),
            "name": self.name,
            "versionInfo": self.version,
            "downloadLocation": "NOASSERTION",
            "filesAnalyzed": false,
        });
        if self.public {
            let url = format!("pkg:cargo/{}@{}", self.name, self.version);
            package["externalRefs"] = json!([{
                "referenceCategory": "PACKAGE-MANAGER",
                "referenceType": "purl",
                "referenceLocator": url,
            }]);
        }
        if let Some(checksum) = &self.checksum {
            package["checksums"] = json!([{"algorithm": "SHA256", "checksumValue": checksum}]);
        }
        package
    }
}

fn id(index: usize) -> String {
    format!("SPDXRef-Package-{index}")
}

fn relation(from: &str, kind: &str, to: &str) -> Value {
    json!({"spdxElementId": from, "relationshipType": kind, "relatedSpdxElement": to})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_names_each_crate_and_what_it_depends_on() {
        let lock = "version = 4\n\n[[package]]\nname = \"app\"\nversion = \"0.1.0\"\ndependencies = [\n \"b\",\n]\n\n[[package]]\nname = \"b\"\nversion = \"1.2.0\"\nsource = \"registry+somewhere\"\nchecksum = \"00ff\"\n";
        let sbom = Sbom::of_lock(lock, "app").unwrap();
        let document = sbom.document("app", "1970-01-01T00:00:00Z");
        assert_eq!(document, sbom.document("app", "1970-01-01T00:00:00Z"));
        let document: Value = serde_json::from_slice(&document).unwrap();
        assert_eq!(document["packages"][1]["externalRefs"][0]["referenceLocator"], "pkg:cargo/b@1.2.0");
        assert_eq!(document["packages"][1]["checksums"][0]["checksumValue"], "00ff");
        assert_eq!(
            document["relationships"],
            json!([
                {"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "SPDXRef-Package-0"},
                {"spdxElementId": "SPDXRef-Package-0", "relationshipType": "DEPENDS_ON", "relatedSpdxElement": "SPDXRef-Package-1"},
            ])
        );
    }
}
