//! For people: each finding with the lines that it is about.

use podwright_rules::yaml::Picture;

use super::Finding;
use crate::check::Checked;
use crate::source::Source;

pub(super) fn document(source: &Source, checked: &Checked) -> String {
    let name = if source.name == "-" { "<stdin>" } else { &source.name };
    let draw = |finding: &Finding| {
        let headline = finding.headline();
        let picture = Picture {
            level: finding.weight.word(),
            rule: finding.rule,
            headline: &headline,
            place: finding.place,
            labels: &finding.labels,
            help: finding.help.as_deref(),
        };
        let mut drawn = picture.draw(name, |line| source.line(line));
        drawn.push('\n');
        drawn
    };
    checked.findings.iter().map(draw).collect()
}
