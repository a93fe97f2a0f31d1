//! Metadata.

rules! {
    INVALID_LABEL "invalid_label" Error server "apimachinery pkg/apis/meta/v1/validation: ValidateLabels"
        "labels and node selectors have qualified names and short plain values";
    INVALID_ANNOTATION "invalid_annotation" Error server "apimachinery pkg/api/validation/objectmeta.go: ValidateAnnotations"
        "annotations have qualified names and fit 256 KiB together";
}
