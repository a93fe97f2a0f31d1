// Command merge writes what Kubernetes' strategic merge makes of a pod template and a patch: one {"base": …, "patch": …} a
// line in, the same with "merged" out.
package main

import (
	"bufio"
	"encoding/json"
	"log"
	"os"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/strategicpatch"
)

type merge struct {
	Base   json.RawMessage `json:"base"`
	Patch  json.RawMessage `json:"patch"`
	Merged json.RawMessage `json:"merged,omitempty"`
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 64<<20)
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	for in.Scan() {
		var m merge
		if err := json.Unmarshal(in.Bytes(), &m); err != nil {
			log.Fatal(err)
		}
		merged, err := strategicpatch.StrategicMergePatch(m.Base, m.Patch, corev1.PodTemplateSpec{})
		if err != nil {
			log.Fatalf("%s: %v", in.Bytes(), err)
		}
		m.Merged = merged
		if err := out.Encode(m); err != nil {
			log.Fatal(err)
		}
	}
	if err := in.Err(); err != nil {
		log.Fatal(err)
	}
}
