//! What every object is checked for along the schema.

rules! { "structure"
    UNKNOWN_FIELD "unknown_field" Error server "apimachinery pkg/runtime/serializer/json: strict decoding"
        "a field is one that the object has";
    DUPLICATE_FIELD "duplicate_field" Error server "apimachinery pkg/runtime/serializer/json: strict decoding"
        "a field or a key is given once";
    FIELD_SPELLING "field_spelling" Error server "podwright"
        "a field is spelled as the source's language spells it: `mount_path` in Rust, `mountPath` in YAML";
    WRONG_TYPE "wrong_type" Error server "apimachinery pkg/runtime/serializer/json: decoding"
        "a value has the type of its field";
    OUT_OF_RANGE "out_of_range" Error server "apimachinery pkg/runtime/serializer/json: decoding of int32 and int64"
        "an integer fits the field's size";
    QUANTITY "quantity" Error server "apimachinery pkg/api/resource/quantity.go: ParseQuantity"
        "a quantity is a number with a known suffix";
    ONE_OF "one_of" Error server "api/openapi-spec: unions; validateVolumeSource, validateEnvVarValueFrom, validateHandler"
        "of fields that exclude each other one is given";
    VERSION "version" Error server "api/openapi-spec of each minor"
        "a field is one that the targeted Kubernetes has";
    FEATURE_GATE "feature_gate" Warning podwright "k8s.io/api core/v1 types.go: +featureGate; pkg/api/pod/util.go: DropDisabledTemplateFields"
        "a field is one that clusters keep where nobody turned a feature gate on";
    HOLE "hole" Error podwright "podwright"
        "an expression stands for a scalar or a map of strings, never for a list, an object or the primary container's name";
    UNKNOWN_ATTRIBUTE "unknown_attribute" Error podwright "podwright"
        "an attribute is one that templates have, and names rules whose level can be set";
}
