package main

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Changes for what volumes, affinity and DNS are checked for, which the general ones seldom hit.
func init() {
	mutations = append(mutations, edgeNumber, edgeNumber, formattedString, formattedString, sharePath, sharePath, lengthen, selectOwnLabel, selectOwnLabel)
}

// edgeNumber sets a number to the edge of one of the ranges that there are.
func edgeNumber(m *mutator, all []place) string {
	p, ok := m.choose(all, func(p place) bool { return p.typ.Kind() == reflect.Int32 || p.typ.Kind() == reflect.Int64 })
	if !ok {
		return ""
	}
	edges := []int64{0, 1, 100, 101, 255, 256, 0o777, 0o1000, 0o1777, 0o2000, 599, 600, 3599, 3600, 86400, 86401, 7862400, 7862401, 1 << 32, 1<<32 + 1}
	v := pick(m, edges)
	p.set(json.Number(fmt.Sprint(v)))
	return fmt.Sprintf("set %s to the edge %d", p.path, v)
}

// formatted strings are right where a field has a form of its own, or wrong by little.
var formatted = []string{
	"iqn.2001-04.com.example:a", "iqn.2001-04.com", "iqn.01-04.com.example:a", "eui.0123456789abcdef", "eui.1", "naa." + strings.Repeat("a", 32), "naa.1",
	"a:1", "a:1,b:2", "a:1,b", "[::1]:1", "::1:1", "a:", ":", "::ffff:1.2.3.4", "00001::1", "1.02.3.4", "fd00::", "1:2:3:4:5:6:7:8", "1::2::3",
	"example.com/a.b", "example.com/A", "com/a", "example.com:a:b", "a:b", ":b", "kubernetes.io/a", "x.kubernetes.io/a", "k8s.io/b",
	"_a.b", "a_b", "a_", "a.", "/subscriptions/1", "https://a", "PersistentVolumeClaim", "VolumeSnapshot", "claiming-restored", "claiming-raw",
	"metadata.name", "metadata.uid", "metadata.labels['a/b']", "metadata.annotations['A']", "metadata.name['a']", "spec.host", "limits.hugepages-2Mi", "limits.memory",
	"ED25519", "RSA2048", "Exists", "In", "Gt", "DoesNotExist", "ReadWriteOncePod", "None", "Enabled", "Bidirectional",
}

func formattedString(m *mutator, all []place) string {
	p, ok := m.choose(all, func(p place) bool { _, is := p.value().(string); return is && p.typ.Kind() == reflect.String })
	if !ok {
		return ""
	}
	v := pick(m, formatted)
	p.set(v)
	return fmt.Sprintf("set %s to %q", p.path, v)
}

// sharePath gives two places the same path, or a name where another of its kind stands.
func sharePath(m *mutator, all []place) string {
	isPath := func(p place) bool {
		_, is := p.value().(string)
		return is && (strings.HasSuffix(strings.ToLower(p.key), "path") || p.key == "volumeName" || p.key == "claimName")
	}
	to, ok := m.choose(all, isPath)
	if !ok {
		return ""
	}
	from, _ := m.choose(all, isPath)
	if from.path == to.path {
		return ""
	}
	to.set(from.value())
	return fmt.Sprintf("set %s to that of %s", to.path, from.path)
}

// lengthen repeats an item of a list until there are more than most lists may have.
func lengthen(m *mutator, all []place) string {
	p, ok := m.choose(all, func(p place) bool { return p.inList() != nil && p.typ.Kind() == reflect.String })
	if !ok {
		return ""
	}
	l, count := p.inList(), pick(m, []int{3, 4, 32, 33})
	items := slices.Clone(l.items())
	for len(items) < count {
		items = append(items, p.value())
	}
	l.set(items)
	return fmt.Sprintf("lengthen %s to %d", p.path, count)
}

// selectOwnLabel asks for the same label by matchLabelKeys, by the selector, or by both.
func selectOwnLabel(m *mutator, all []place) string {
	p, ok := m.choose(all, func(p place) bool {
		v, is := p.value().(map[string]any)
		return is && (v["matchLabelKeys"] != nil || v["mismatchLabelKeys"] != nil || v["topologyKey"] != nil)
	})
	if !ok {
		return ""
	}
	term, key := p.value().(map[string]any), pick(m, []string{"app", "tier", "pod-template-hash", "absent"})
	did := pick(m, []string{"matchLabelKeys", "mismatchLabelKeys", "matchLabels", "matchExpressions", "labelSelector"})
	switch did {
	case "labelSelector":
		delete(term, did)
	case "matchLabels", "matchExpressions":
		selector, is := term["labelSelector"].(map[string]any)
		if !is {
			return ""
		}
		if did == "matchLabels" {
			labels, _ := selector[did].(map[string]any)
			selector[did] = map[string]any{key: "a"}
			for k, v := range labels {
				selector[did].(map[string]any)[k] = v
			}
		} else {
			expressions, _ := selector[did].([]any)
			selector[did] = append(slices.Clone(expressions), map[string]any{"key": key, "operator": "Exists"})
		}
	default:
		if did == "mismatchLabelKeys" && term["whenUnsatisfiable"] != nil {
			return ""
		}
		keys, _ := term[did].([]any)
		term[did] = append(slices.Clone(keys), key)
	}
	return fmt.Sprintf("ask %s for %s by %s", p.path, key, did)
}
