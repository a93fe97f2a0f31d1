//! Reads a Go composite literal, as generated code spells it, into a tree. It knows Go's notation, not what is in it.

use anyhow::{Context, Result, bail};

/// A Go expression of the kinds that generated tables are made of.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Literal {
    /// `"text"`, unescaped.
    Text(String),
    /// A number, `true`, or a name.
    Word(String),
    /// `T{…}`, `{…}` where the type goes without saying, or `&T{…}`: keys, where there are any, and values.
    Composite(Vec<(Option<Literal>, Literal)>),
    /// `function(…)`, with the text between the parentheses beside its values.
    Call { function: String, source: String },
}

impl Literal {
    /// The value under a key or a field name of a composite.
    pub(super) fn get(&self, key: &str) -> Option<&Literal> {
        let Literal::Composite(entries) = self else { return None };
        entries.iter().find_map(|(name, value)| match name {
            Some(Literal::Word(name) | Literal::Text(name)) if name == key => Some(value),
            _ => None,
        })
    }

    /// The values under a path of field names.
    pub(super) fn at(&self, path: &[&str]) -> Option<&Literal> {
        path.iter().try_fold(self, |literal, key| literal.get(key))
    }

    /// The entries of a map: text and value.
    pub(super) fn map(&self) -> impl Iterator<Item = (&str, &Literal)> {
        self.entries().iter().filter_map(|(name, value)| match name {
            Some(Literal::Text(name)) => Some((name.as_str(), value)),
            _ => None,
        })
    }

    /// The values of a list.
    pub(super) fn list(&self) -> impl Iterator<Item = &Literal> {
        self.entries().iter().map(|(_, value)| value)
    }

    /// The texts of a list of texts.
    pub(super) fn texts(&self) -> Vec<String> {
        self.list().filter_map(|value| value.text().map(str::to_owned)).collect()
    }

    /// The text of a string.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Literal::Text(text) => Some(text),
            _ => None,
        }
    }

    fn entries(&self) -> &[(Option<Literal>, Literal)] {
        match self {
            Literal::Composite(entries) => entries,
            _ => &[],
        }
    }
}

/// Reads the expression that `source` starts with; what follows it is left.
pub(super) fn parse(source: &str) -> Result<Literal> {
    let mut parser = Parser { source, at: 0 };
    parser.expression().with_context(|| {
        let from = source[..parser.at].rfind('\n').map_or(0, |at| at + 1);
        format!("in the Go expression at `{}`", source[from..].lines().next().unwrap_or_default().trim())
    })
}

struct Parser<'s> {
    source: &'s str,
    at: usize,
}

impl Parser<'_> {
    fn expression(&mut self) -> Result<Literal> {
        let mut value = match self.peek() {
            Some('"') => self.string()?,
            Some('&') => {
                self.at += 1;
                self.expression()?
            }
            Some('{') => self.composite()?,
            _ => self.named()?,
        };
        while self.peek() == Some('.') {
            self.at += 1;
            value = self.named()?;
        }
        Ok(value)
    }

    fn named(&mut self) -> Result<Literal> {
        let name = self.name();
        match self.peek() {
            Some('{') => self.composite(),
            Some('(') => self.call(name),
            _ if name.is_empty() => bail!("neither a literal nor a name"),
            _ => Ok(Literal::Word(name)),
        }
    }

    /// A name with its package, or a type: `spec.Schema`, `[]string`, `map[string]interface{}`.
    fn name(&mut self) -> String {
        let start = self.at;
        loop {
            let rest = &self.source[self.at..];
            let word =
                rest.find(|c: char| !(c.is_alphanumeric() || "_.[]*-".contains(c))).unwrap_or(rest.len());
            self.at += word;
            if rest[..word].ends_with("interface") && rest[word..].starts_with("{}") {
                self.at += 2;
            } else {
                return self.source[start..self.at].to_owned();
            }
        }
    }

    fn composite(&mut self) -> Result<Literal> {
        self.at += 1;
        let mut entries = Vec::new();
        loop {
            if self.take('}') {
                return Ok(Literal::Composite(entries));
            }
            let first = self.expression()?;
            if self.take(':') {
                entries.push((Some(first), self.expression()?));
            } else {
                entries.push((None, first));
            }
            self.take(',');
        }
    }

    fn call(&mut self, function: String) -> Result<Literal> {
        self.at += 1;
        let start = self.at;
        while !self.take(')') {
            self.expression()?;
            self.take(',');
        }
        Ok(Literal::Call { function, source: self.source[start..self.at - 1].to_owned() })
    }

    fn string(&mut self) -> Result<Literal> {
        let rest = &self.source[self.at..];
        let mut escaped = false;
        let end = rest[1..]
            .find(|c| {
                let ends = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            })
            .context("a string without an end")?;
        let literal = &rest[..end + 2];
        self.at += literal.len();
        // What the generators write is escaped as JSON is.
        Ok(Literal::Text(serde_json::from_str(literal).with_context(|| format!("the string {literal}"))?))
    }

    fn peek(&mut self) -> Option<char> {
        self.at = self.source.len() - self.source[self.at..].trim_start().len();
        self.source[self.at..].chars().next()
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.at += wanted.len_utf8();
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_is_read_whole() {
        let literal = parse(
            r#"spec.Schema{
                Required: []string{"name", "say \"x\""},
                Properties: map[string]spec.Schema{
                    "name": {Default: map[string]interface{}{}, Max: -1, Ref: ref(corev1.Probe{}.OpenAPIModelName())},
                },
            } and the rest"#,
        )
        .unwrap();
        assert_eq!(literal.get("Required").unwrap().texts(), ["name", "say \"x\""]);
        let name = literal.at(&["Properties", "name"]).unwrap();
        assert_eq!(name.get("Max"), Some(&Literal::Word("-1".into())));
        assert_eq!(
            name.get("Ref"),
            Some(&Literal::Call {
                function: "ref".into(),
                source: "corev1.Probe{}.OpenAPIModelName()".into()
            })
        );
    }

    #[test]
    fn an_unfinished_literal_is_an_error_that_shows_where() {
        let error = parse("spec.Schema{\n  Type: []string{\"object\n").unwrap_err();
        assert!(format!("{error:#}").contains("Type: []string"), "{error:#}");
    }
}
