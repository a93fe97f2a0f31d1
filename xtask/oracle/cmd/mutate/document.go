package main

import (
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"

	"oracle/verdict"
)

// roots are the kinds of documents, and their types.
var roots = map[string]reflect.Type{
	"Pod": reflect.TypeFor[corev1.Pod](), "Job": reflect.TypeFor[batchv1.Job](), "CronJob": reflect.TypeFor[batchv1.CronJob](),
}

func isRoot(t reflect.Type) bool {
	for _, root := range roots {
		if t == root {
			return true
		}
	}
	return false
}

// document is a valid object to begin with.
type document struct {
	name, kind string
	root       reflect.Type
	object     map[string]any
}

// readDocument reads a template; one without a kind is a Pod.
func readDocument(file string) document {
	text, err := os.ReadFile(file)
	check(err)
	var object map[string]any
	check(yaml.UnmarshalStrict(text, &object))
	kind, ok := object["kind"].(string)
	if !ok {
		kind = "Pod"
	}
	// The case says what it is, and the two are not what is changed.
	delete(object, "kind")
	delete(object, "apiVersion")
	return document{strings.TrimSuffix(filepath.Base(file), ".yaml"), kind, roots[kind], object}
}

func (d document) clone() document {
	d.object = clone(d.object).(map[string]any)
	return d
}

func (d document) asCase(from string) verdict.Case {
	c := verdict.Case{From: from}
	switch text := encode(d.object); d.kind {
	case "Job":
		c.Job = text
	case "CronJob":
		c.CronJob = text
	default:
		c.Pod = text
	}
	return c
}

// minimal is the least document of a kind that is valid.
func (m *mutator) minimal() document {
	kind := pick(m, slices.Sorted(maps.Keys(roots)))
	// A pod is a case in three forms, and has the most to it.
	if m.IntN(3) > 0 {
		kind = "Pod"
	}
	pod := func(policy string) map[string]any {
		spec := map[string]any{"containers": []any{map[string]any{"name": "a", "image": "a"}}}
		if policy != "" {
			spec["restartPolicy"] = policy
		}
		return map[string]any{"spec": spec}
	}
	object := pod("")
	switch kind {
	case "Job":
		object = map[string]any{"spec": map[string]any{"template": pod("Never")}}
	case "CronJob":
		job := map[string]any{"spec": map[string]any{"template": pod("Never")}}
		object = map[string]any{"spec": map[string]any{"schedule": "0 3 * * *", "jobTemplate": job}}
	}
	return document{"schema", kind, roots[kind], object}
}
