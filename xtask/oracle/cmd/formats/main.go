// Command formats writes texts that nearly have a format, each with what Kubernetes' own parser says of it: one answer a line, as
// {"format": "cron", "text": …, "is": true}, and of a duration how long it is. The same for the same seed.
package main

import (
	"encoding/json"
	"flag"
	"log"
	"math/rand/v2"
	"os"
	"strings"
	"time"

	apivalidation "k8s.io/apimachinery/pkg/api/validation"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/kubernetes/pkg/util/parsers"
)

type answer struct {
	Format string `json:"format"`
	Text   string `json:"text"`
	Is     bool   `json:"is"`
	// Milliseconds is how long a duration of whole milliseconds is.
	Milliseconds int64 `json:"milliseconds,omitempty"`
}

// format is what texts of it are made from, and who reads them.
type format struct {
	name    string
	texts   []string // some that are right
	letters string   // what is put in
	reads   func(text string) bool
}

func without(problems func(string) []string) func(string) bool {
	return func(text string) bool { return len(problems(text)) == 0 }
}

var names = []string{"a", "web-1", "0", "a.b-c.d", "example.com/app", "A_b.c", "_x", "my.env-Name", strings.Repeat("a", 15),
	strings.Repeat("b", 63), strings.Repeat("c.", 126) + "c", "tls.key", "x-"}

const nameLetters = "aZ09-._/=% \té~"

var formats = []format{
	{"cron", []string{"* * * * *", "*/5 0-23/2 1,15 jan-dec sun", "0 3 * * 1-5", "59 23 31 12 6", "@daily", "@every 1h30m", "5/15 ? * MAR Mon"},
		"*/-, 0179@?ahjn", func(text string) bool {
			_, err := parsers.ParseCronScheduleWithPanicRecovery(text)
			return err == nil
		}},
	{"duration", []string{"90s", "10m", "1h30m", "500ms", "2h45m30s250ms", "0s", "36h"}, "0159hms. -+", func(text string) bool {
		_, err := time.ParseDuration(text)
		return err == nil
	}},
	{"label", names, nameLetters, without(validation.IsDNS1123Label)},
	{"subdomain", names, nameLetters, without(validation.IsDNS1123Subdomain)},
	{"prefix", names, nameLetters, without(func(text string) []string { return apivalidation.NameIsDNSSubdomain(text, true) })},
	{"search_domain", names, nameLetters, without(validation.IsDNS1123SubdomainWithUnderscore)},
	{"qualified", names, nameLetters, without(validation.IsQualifiedName)},
	{"label_value", names, nameLetters, without(validation.IsValidLabelValue)},
	{"port", names, nameLetters, without(validation.IsValidPortName)},
	{"env", names, nameLetters, without(validation.IsRelaxedEnvVarName)},
	{"key", names, nameLetters, without(validation.IsConfigMapKey)},
}

// changed puts in, takes out or doubles some letters of a text.
func changed(random *rand.Rand, text, letters string) string {
	runes, put := []rune(text), []rune(letters)
	for range random.IntN(4) {
		at := random.IntN(len(runes) + 1)
		switch {
		case random.IntN(2) == 0 || at == len(runes):
			runes = append(runes[:at:at], append([]rune{put[random.IntN(len(put))]}, runes[at:]...)...)
		case random.IntN(2) == 0:
			runes = append(runes[:at:at], runes[at+1:]...)
		default:
			runes = append(runes[:at+1:at+1], runes[at:]...)
		}
	}
	return string(runes)
}

func main() {
	count := flag.Int("n", 200, "how many texts of each format")
	seed := flag.Uint64("seed", 1, "what they are drawn from")
	flag.Parse()
	random := rand.New(rand.NewPCG(*seed, 0))
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	for _, format := range formats {
		seen := map[string]bool{}
		for range *count {
			text := changed(random, format.texts[random.IntN(len(format.texts))], format.letters)
			if seen[text] {
				continue
			}
			seen[text] = true
			answer := answer{Format: format.name, Text: text, Is: format.reads(text)}
			if format.name == "duration" && answer.Is {
				read, _ := time.ParseDuration(text)
				answer.Milliseconds = read.Milliseconds()
			}
			if err := encoder.Encode(answer); err != nil {
				log.Fatal(err)
			}
		}
	}
}
