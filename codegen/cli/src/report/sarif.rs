//! For code scanning: SARIF 2.1.0, all files in one run.

use std::fmt::Write as _;

use podwright_rules::rules;
use podwright_rules::yaml::Place;

use super::{Finding, Weight};
use crate::check::Checked;
use crate::json::{self, Object};
use crate::source::Source;

/// What stands after the results.
pub(super) const TAIL: &str = "]}]}\n";

/// What stands before the results: the tool and its rules.
pub(super) fn head() -> String {
    let mut driver = String::new();
    json::object(&mut driver, |driver| {
        driver.string("name", "podwright-check");
        driver.string("version", env!("CARGO_PKG_VERSION"));
        driver.field("rules", |text| {
            json::list(text, rules::all(), |text, rule| {
                json::object(text, |one| {
                    one.string("id", rule.id);
                    one.object("shortDescription", |description| description.string("text", rule.doc));
                    let level = rule.level.word();
                    one.object("defaultConfiguration", |configuration| configuration.string("level", level));
                });
            });
        });
    });
    format!(
        "{{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\
         \"runs\":[{{\"tool\":{{\"driver\":{driver}}},\"columnKind\":\"unicodeCodePoints\",\"results\":["
    )
}

/// The results of a document.
pub(super) fn document(source: &Source, checked: &Checked) -> String {
    let mut text = String::new();
    for (at, finding) in checked.findings.iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        json::object(&mut text, |one| result(one, source, finding));
    }
    text
}

fn result(one: &mut Object<'_>, source: &Source, finding: &Finding) {
    one.string("ruleId", finding.rule);
    if finding.weight == Weight::Note {
        one.string("kind", "informational");
        one.string("level", "none");
    } else {
        one.string("level", finding.weight.word());
    }
    one.object("message", |message| message.string("text", &finding.told()));
    one.field("locations", |text| {
        json::list(text, [()], |text, ()| {
            json::object(text, |location| {
                physical(location, source, finding.place);
                if !finding.path.is_empty() {
                    location.field("logicalLocations", |text| {
                        json::list(text, [()], |text, ()| {
                            json::object(text, |one| one.string("fullyQualifiedName", &finding.path));
                        });
                    });
                }
            });
        });
    });
    if !finding.labels.is_empty() {
        one.field("relatedLocations", |text| {
            json::list(text, &finding.labels, |text, (place, label)| {
                json::object(text, |location| {
                    physical(location, source, *place);
                    location.object("message", |message| message.string("text", label));
                });
            });
        });
    }
}

fn physical(location: &mut Object<'_>, source: &Source, place: Place) {
    location.object("physicalLocation", |physical| {
        physical.object("artifactLocation", |artifact| artifact.string("uri", &uri(&source.name)));
        physical.object("region", |region| {
            region.plain("startLine", place.start.line);
            region.plain("startColumn", place.start.column);
            region.plain("endLine", place.end.line);
            region.plain("endColumn", place.end.column);
        });
    });
}

/// A path as a reference of RFC 3986.
fn uri(name: &str) -> String {
    let mut uri = String::with_capacity(name.len());
    if name.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in name.bytes() {
        match byte {
            b'\\' => uri.push('/'),
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(byte.into());
            }
            other => write!(uri, "%{other:02X}").expect("a string takes any text"),
        }
    }
    uri
}
