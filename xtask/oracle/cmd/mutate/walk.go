package main

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// walk goes from the root along the schema, a field as likely as another, to a value that it makes up; what is on the way
// gets the fields that it needs. So every field is reached, whatever the templates have.
func (m *mutator) walk(d document) string {
	at, typ, path := d.object, d.root, ""
	for {
		fields := fieldsOf(typ)
		names := slices.DeleteFunc(slices.Sorted(maps.Keys(fields)), func(name string) bool { return isRoot(typ) && !led(name) })
		if len(names) == 0 {
			return "reach " + path
		}
		name := pick(m, names)
		field := fields[name]
		path += "." + name
		next, inner := m.step(at, name, field)
		if next == nil {
			return fmt.Sprintf("reach %s with %v", path, short(at[name]))
		}
		m.complete(next, inner)
		at, typ = next, inner
	}
}

// led says whether a root's field leads to something: not its status, which nobody looks at, nor its kind.
func led(name string) bool { return name == "metadata" || name == "spec" }

// step gives an object a value in a field, and the object in it where there is one to go on in.
func (m *mutator) step(at map[string]any, name string, typ reflect.Type) (map[string]any, reflect.Type) {
	switch {
	case typ.Kind() == reflect.Struct && !isLeaf(typ):
		inner, ok := at[name].(map[string]any)
		if !ok {
			inner = map[string]any{}
			at[name] = inner
		}
		return inner, typ
	case typ.Kind() == reflect.Slice && base(typ.Elem()).Kind() == reflect.Struct && !isLeaf(base(typ.Elem())):
		items, _ := at[name].([]any)
		if len(items) > 0 && m.IntN(3) > 0 {
			if inner, ok := pick(m, items).(map[string]any); ok {
				return inner, base(typ.Elem())
			}
		}
		inner := map[string]any{}
		at[name] = append(slices.Clone(items), inner)
		return inner, base(typ.Elem())
	}
	at[name] = m.plausible(name, typ, at[name])
	return nil, nil
}

// complete gives an object the fields that its type always writes.
func (m *mutator) complete(object map[string]any, typ reflect.Type) {
	for _, field := range required(typ) {
		if object[field.name] != nil || m.IntN(12) == 0 {
			continue
		}
		if field.typ.Kind() == reflect.Struct && !isLeaf(field.typ) {
			inner := map[string]any{}
			object[field.name] = inner
			m.complete(inner, field.typ)
		} else if field.typ.Kind() != reflect.Slice || base(field.typ.Elem()).Kind() != reflect.Struct {
			object[field.name] = m.plausible(field.name, field.typ, nil)
		}
	}
}

type requiredField struct {
	name string
	typ  reflect.Type
}

func required(t reflect.Type) (out []requiredField) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name != "" && name != "-" && !strings.Contains(options, "omitempty") && !strings.Contains(options, "omitzero") {
			out = append(out, requiredField{name, base(f.Type)})
		}
	}
	return out
}

// byName are values that fit what fields of this name mostly are.
var byName = map[string][]any{
	"name": {"a", "b", "a-b", "A", "", "http", "a=b"}, "prefix": {"A_", "a=b", "é"},
	"options": {map[string]any{"a": "b"}, map[string]any{"kubernetes.io/a": "b"}}, "hostnameOverride": {"a", "a.b", "A", strings.Repeat("a", 65)},
	"setHostnameAsFQDN": {true, true, false}, "hostNetwork": {true, false}, "shareProcessNamespace": {true, false}, "hostPID": {true, false},
	"image": {"a", "registry.example.com/a:v1", ""}, "mountPath": {"/a", "/b/c", "a"},
	"path": {"/a", "a", "a/b", "../a"}, "devicePath": {"/dev/a", "a"}, "port": {80, "http", 0, 65536, "-"}, "containerPort": {80, 443, 0, 65536},
	"hostPort": {80, 0, 65536}, "hostIP": {"10.0.0.1", "::1", "a"}, "ip": {"10.0.0.1", "a", "010.0.0.1"}, "key": {"a", "example.com/a", "a b", ""},
	"operator": {"In", "NotIn", "Exists", "Gt", "Equal", "x"}, "values": {[]any{"a"}, []any{}, []any{"a", "b"}, []any{1}, []any{1, 2}, []any{"1"}},
	"fieldPath": {"metadata.name", "spec.nodeName", "status.podIP", "metadata.labels['a']", "a"}, "resource": {"limits.cpu", "requests.memory", "a"},
	"schedule":   {"@daily", "*/5 1-3 * jan,feb mon", "60 * * * *", "* * * *", "@every 1h", "@weekday", "TZ=UTC 0 0 * * *"},
	"timeZone":   {"Europe/Berlin", "UTC", "Etc/GMT+1", "europe/berlin", "Local", "", "Nowhere/At_All", "../UTC"},
	"finalizers": {[]any{"kubernetes"}, []any{"example.com/a"}, []any{"a"}, []any{"orphan", "foregroundDeletion"}, []any{"A b/c"}},
	"apiVersion": {"v1", "apps/v1", "a/b/c", "/", ""}, "kind": {"Job", "Event", "Managed", ""}, "uid": {"1", ""}, "generateName": {"a-", "A-", "a", "-a", "a.-"},
	"namespace": {"default", "A", "a.b"}, "fieldsType": {"FieldsV1", "a"}, "operation": {"Apply", "Update", "a"}, "manager": {"a", strings.Repeat("a", 129), "a\nb"},
	"completionMode": {"Indexed", "NonIndexed", "indexed"}, "completions": {0, 1, 5, 100001, -1}, "parallelism": {0, 1, 10001, 100001, -1},
	"backoffLimitPerIndex": {0, 1, -1}, "maxFailedIndexes": {0, 1, 6, 100001, -1}, "succeededIndexes": {"0", "0,2-4", "4,3", "5", "a", "1-1", ""},
	"succeededCount": {0, 1, 5, 6, -1}, "managedBy": {"example.com/a", "a", "a/", "/a", "a.b/" + strings.Repeat("a", 64), "a/b c"},
	"action": {"FailJob", "Ignore", "Count", "FailIndex", "Restart", "a"}, "containerName": {"a", "b", ""}, "status": {"True", "False", "a", ""},
	"type": {"RuntimeDefault", "Localhost", "Unconfined", "DisruptionTarget", "Directory", "a", ""}, "localhostProfile": {"a", "/a", "../a", ""},
	"schedulerName": {"a", ""}, "hostname": {"a", "a.b", "A"}, "subdomain": {"a", "a.b"}, "topologyKey": {"kubernetes.io/hostname", "a b", ""},
	"whenUnsatisfiable": {"DoNotSchedule", "ScheduleAnyway", "a"}, "effect": {"NoSchedule", "NoExecute", "a", ""}, "weight": {1, 100, 0, 101},
	"volumeName": {"a", "b"}, "claimName": {"a", "A"}, "secretName": {"a", "A", ""}, "driver": {"a", "a.example.com", "A_b"}, "server": {"a", ""},
	"command": {[]any{"a"}, []any{}}, "mode": {0, 420, 511, 512, -1}, "defaultMode": {0, 420, 512}, "replicas": {1}, "host": {"a", ""}, "scheme": {"HTTP", "HTTPS", "a"},
	"accessModes": {[]any{"ReadWriteOnce"}, []any{"ReadWriteOncePod", "ReadOnlyMany"}, []any{}, []any{"a"}}, "limits": {map[string]any{"cpu": "1"}, map[string]any{"memory": "1Gi", "a": "1"}},
	"requests": {map[string]any{"cpu": "1"}, map[string]any{"storage": "1Gi"}, map[string]any{"example.com/a": "1"}}, "annotations": {map[string]any{"a": "b"}, map[string]any{"A B": ""},
		map[string]any{"kubernetes.io/config.mirror": "a"}, map[string]any{"controller.kubernetes.io/pod-deletion-cost": "01"}, map[string]any{"controller.kubernetes.io/pod-deletion-cost": "5"}},
	"labels": {map[string]any{"a": "b"}, map[string]any{"a": "b c"}, map[string]any{"job-name": "a"}, map[string]any{"controller-uid": "a"}}, "matchLabels": {map[string]any{"a": "b"}, map[string]any{"a/b/c": "a"}},
}

// plausible makes up a value for a field of a type: mostly one that fits its name.
func (m *mutator) plausible(name string, typ reflect.Type, old any) any {
	if values := byName[name]; values != nil && m.IntN(5) > 0 {
		return clone(pick(m, values))
	}
	switch typ {
	case reflect.TypeFor[metav1.Time]():
		return pick(m, []any{"2026-01-02T03:04:05Z", "2026-02-29T00:00:00Z", "2026-01-02T3:04:05+01:00", "2026-01-02", "", nil})
	case reflect.TypeFor[resource.Quantity](), reflect.TypeFor[intstr.IntOrString]():
		return m.valueOf(typ, 1)
	}
	switch typ.Kind() {
	case reflect.Int32, reflect.Int64, reflect.Int:
		return pick(m, []any{0, 1, 5, -1, 30, 65535, 1 << 31, 101})
	case reflect.String:
		if typ.Name() == "string" && m.IntN(3) == 0 {
			return pick(m, strange)
		}
	}
	return m.valueOf(typ, 2)
}
