//! How a document is written, before anything is looked for in it.

rules! { "document"
    SYNTAX "syntax" Error server "sigs.k8s.io/yaml; encoding/json"
        "a source is written so that it can be read";
    IGNORED_DOCUMENT "ignored_document" Warning podwright "sigs.k8s.io/yaml: the first document alone is read"
        "nothing stands after the end of a document but a `---` and the next";
    TYPE_META "type_meta" Warning podwright "kubectl: `Object 'Kind' is missing`, `apiVersion not set`"
        "a document says its `apiVersion` and its `kind`";
    API_VERSION "api_version" Error server "apimachinery pkg/runtime: no kind is registered for version"
        "a kind is one that its `apiVersion` has";
    PASSED_OVER "passed_over" Warning podwright "podwright"
        "a document is of a kind that has a pod in it; others are noted, and denied where asked to";
}
