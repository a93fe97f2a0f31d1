//! What several rooms of `check` ask for in the same words.

rules! { "general"
    REQUIRED "required" Error server "api/openapi-spec: `required`; field.Required in the validation of each object"
        "a field that an object cannot do without is given, and not empty";
    NOT_SUPPORTED "not_supported" Error server "pkg/generated/openapi: enums; field.NotSupported in the validation of each object"
        "a field with a fixed set of values has one of them";
    DUPLICATE_NAME "duplicate_name" Error server "validateContainers, validateInitContainers, ValidateVolumes, validateContainerPorts"
        "containers, volumes and the ports of a container have names of their own";
    INVALID_NAME "invalid_name" Error server "ValidateDNS1123Label, ValidateDNS1123Subdomain, ValidateEnvFrom, ValidateServiceAccountName"
        "a name has the form that its object asks for";
    INVALID_KEY "invalid_key" Error server "validateSecretKeySelector, validateConfigMapKeySelector"
        "a key of a Secret or a ConfigMap is a file name of letters, digits, `-`, `_` and `.`";
    FORBIDDEN "forbidden" Error server "field.Forbidden in the validation of each object"
        "a field that may not stand here, or not beside another, is left out";
    NUMBER_RANGE "number_range" Error server "ValidateNonnegativeField and field.Invalid in the validation of each object"
        "a number is within the bounds of its field";
    TOO_LONG "too_long" Error server "field.TooLong in the validation of each object"
        "a text is not longer than its field takes";
    TOO_MANY "too_many" Error server "field.TooMany in the validation of each object"
        "a list has no more items than its field takes";
    DUPLICATE_ITEM "duplicate_item" Error server "field.Duplicate in the validation of each list"
        "an item stands once in a list whose items differ";
}
