//! What a pod asks of its nodes' labels, as far as one label selector can say it. Pure: it reads the pod's spec.

use serde_json::Value;

use crate::job::labels::ARCHITECTURE;

const ARCHITECTURES: [&str; 2] = [ARCHITECTURE, "beta.kubernetes.io/arch"];

/// What a node's label must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Requirement {
    key: String,
    operator: Operator,
    values: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    In,
    NotIn,
    Exists,
    DoesNotExist,
}

/// The requirements of a pod: all of them, but those that a label selector cannot say, which only narrow the choice.
pub(super) fn of(spec: &Value) -> Vec<Requirement> {
    let mut requirements: Vec<_> = spec["nodeSelector"]
        .as_object()
        .into_iter()
        .flatten()
        .filter_map(|(key, value)| {
            Some(Requirement::new(key, Operator::In, vec![value.as_str()?.to_owned()]))
        })
        .collect();
    let affinity = &spec["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"];
    // Several terms are alternatives.
    if let Some([term]) = affinity["nodeSelectorTerms"].as_array().map(Vec::as_slice) {
        let expressions = term["matchExpressions"].as_array();
        requirements.extend(expressions.into_iter().flatten().filter_map(expression));
    }
    requirements
}

fn expression(expression: &Value) -> Option<Requirement> {
    let operator = match expression["operator"].as_str()? {
        "In" => Operator::In,
        "NotIn" => Operator::NotIn,
        "Exists" => Operator::Exists,
        "DoesNotExist" => Operator::DoesNotExist,
        _ => return None,
    };
    let values = expression["values"].as_array().into_iter().flatten();
    let values = values.filter_map(|value| value.as_str().map(str::to_owned)).collect();
    Some(Requirement::new(expression["key"].as_str()?, operator, values))
}

impl Requirement {
    fn new(key: &str, operator: Operator, values: Vec<String>) -> Self {
        Self { key: key.to_owned(), operator, values }
    }

    /// Nodes of one of these architectures.
    pub(super) fn architectures(architectures: &[String]) -> Self {
        Self::new(ARCHITECTURE, Operator::In, architectures.to_vec())
    }

    /// Whether it is about the node's architecture.
    pub(super) fn is_of_architecture(&self) -> bool {
        ARCHITECTURES.contains(&self.key.as_str())
    }

    /// Whether a node may have this value of the label.
    pub(super) fn takes(&self, value: &str) -> bool {
        let listed = self.values.iter().any(|known| known == value);
        match self.operator {
            Operator::In => listed,
            Operator::NotIn => !listed,
            Operator::Exists => true,
            Operator::DoesNotExist => false,
        }
    }
}

impl std::fmt::Display for Requirement {
    /// As a label selector has it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { key, operator, values } = self;
        let values = values.join(",");
        match operator {
            Operator::In => write!(f, "{key} in ({values})"),
            Operator::NotIn => write!(f, "{key} notin ({values})"),
            Operator::Exists => write!(f, "{key}"),
            Operator::DoesNotExist => write!(f, "!{key}"),
        }
    }
}

/// All of these as one label selector.
pub(super) fn text<'a>(requirements: impl IntoIterator<Item = &'a Requirement>) -> String {
    requirements.into_iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn affinity(terms: Value) -> Value {
        json!({"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": terms}}})
    }

    #[test]
    fn selector_and_a_single_term_are_one_label_selector() {
        let term = json!({"matchExpressions": [
            {"key": "pool", "operator": "In", "values": ["a", "b"]},
            {"key": "spot", "operator": "DoesNotExist"},
            {"key": "gpus", "operator": "Gt", "values": ["1"]},
        ]});
        let spec = json!({"nodeSelector": {"zone": "z1"}, "affinity": affinity(json!([term]))});
        assert_eq!(text(&of(&spec)), "zone in (z1),pool in (a,b),!spot");
    }

    #[test]
    fn terms_of_which_one_is_enough_are_no_label_selector() {
        let term = json!({"matchExpressions": [{"key": "pool", "operator": "Exists"}]});
        assert_eq!(of(&json!({"affinity": affinity(json!([term, term]))})), []);
    }

    #[test]
    fn a_requirement_knows_which_values_it_takes() {
        let of_values = |operator| Requirement::new("kubernetes.io/arch", operator, vec!["arm64".into()]);
        assert!(of_values(Operator::In).takes("arm64") && !of_values(Operator::In).takes("amd64"));
        assert!(of_values(Operator::NotIn).takes("amd64") && !of_values(Operator::NotIn).takes("arm64"));
    }
}
