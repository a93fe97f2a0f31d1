package main

// Changes of what the others leave alone: how long, how many, whether.

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// longString makes a string longer than some field takes: a host name, a path, a credential spec.
func longString(m *mutator, all []place) string {
	p, ok := m.choose(all, func(p place) bool {
		text, is := p.value().(string)
		return is && text != "" && p.typ.Kind() == reflect.String
	})
	if !ok || m.IntN(3) > 0 {
		return ""
	}
	old := p.value().(string)
	length := pick(m, []int{64, 65, 104, 105, 4095, 4096, 64 * 1024, 64*1024 + 1})
	p.set(strings.Repeat(old, length/len(old)+1)[:length])
	return fmt.Sprintf("make %s %d bytes long", p.path, length)
}

// manyItems repeats an item as often as some list takes, or once more.
func manyItems(m *mutator, all []place) string {
	p, ok := m.choose(all, func(p place) bool { return p.inList() != nil })
	if !ok || m.IntN(3) > 0 {
		return ""
	}
	count := pick(m, []int{20, 21, 255, 256})
	items := slices.Clone(p.inList().items())
	for len(items) < count {
		items = append(items, clone(p.value()))
	}
	p.inList().set(items)
	return fmt.Sprintf("repeat %s to %d", p.path, count)
}

// flipBool makes a flag its opposite.
func flipBool(m *mutator, all []place) string {
	p, ok := m.choose(all, func(p place) bool { _, is := p.value().(bool); return is })
	if !ok {
		return ""
	}
	v := !p.value().(bool)
	p.set(v)
	return fmt.Sprintf("set %s to %v", p.path, v)
}
