//go:build !kubernetes1_33 && !kubernetes1_34 && !kubernetes1_35 && !kubernetes1_36

package verdict

import (
	"context"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apiserver/pkg/registry/rest"
)

// validateCreate is what the API server validates before it stores a new object: by hand, and since 1.37 by declarations too.
func validateCreate(ctx context.Context, strategy rest.RESTCreateStrategy, obj runtime.Object) field.ErrorList {
	return rest.ValidateCreate(ctx, obj, strategy)
}
