// Command reading writes what the API server reads of YAML: one JSON string a line in, one answer a line out, as
// {"yaml": …, "json": …} or, where it is refused, {"yaml": …, "error": …}.
package main

import (
	"bufio"
	"encoding/json"
	"log"
	"os"

	"sigs.k8s.io/yaml"
)

type answer struct {
	YAML  string          `json:"yaml"`
	JSON  json.RawMessage `json:"json,omitempty"`
	Error string          `json:"error,omitempty"`
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 64<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for in.Scan() {
		var read answer
		if err := json.Unmarshal(in.Bytes(), &read.YAML); err != nil {
			log.Fatal(err)
		}
		// What strict decoding does with a body: serializer/json Decode and unmarshal.
		converted, err := yaml.YAMLToJSONStrict([]byte(read.YAML))
		if err != nil {
			read.Error = err.Error()
		} else {
			read.JSON = converted
		}
		if err := encoder.Encode(read); err != nil {
			log.Fatal(err)
		}
	}
	if err := in.Err(); err != nil {
		log.Fatal(err)
	}
}
