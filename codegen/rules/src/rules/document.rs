//! How a document is written, before anything is looked for in it.

rules! {
    SYNTAX "syntax" Error server "sigs.k8s.io/yaml; encoding/json"
        "a source is written so that it can be read";
    IGNORED_DOCUMENT "ignored_document" Warning podwright "sigs.k8s.io/yaml: the first document alone is read"
        "nothing stands after the end of a document but a `---` and the next";
}
