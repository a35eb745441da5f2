package archive

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"quire/internal/problem"
	"quire/storage/inspect"
)

const (
	// maxPattern bounds a pattern, in bytes, maxDepth the folders that it makes.
	maxPattern = 200
	maxDepth   = 4
	// maxPart bounds the name of a file or folder, in bytes: with its folders a
	// path stays below the 260 characters of Windows.
	maxPart = 60
	// attributePrefix marks a placeholder for the value of an attribute.
	attributePrefix = "attribute:"
)

// placeholders are what a pattern may name besides attributes.
var placeholders = []string{"customer", "customerId", "book", "year", "quarter", "number"}

var placeholder = regexp.MustCompile(`\{([^{}]*)\}`)

// pattern says how the files of an archive are named: text with placeholders in
// braces, such as {attribute:Sales_Representative}/{customer}. Slashes make
// folders.
type pattern string

// check refuses a pattern that cannot be followed, as a BAD_USER_INPUT.
func (p pattern) check() error {
	var in problem.Input
	in.Check(p != "" && len(p) <= maxPattern, "pattern", "a pattern has 1 to %d bytes", maxPattern)
	in.Check(strings.Count(string(p), "/") < maxDepth, "pattern", "a pattern makes at most %d folders", maxDepth-1)
	for _, name := range p.names() {
		known := slices.Contains(placeholders, name) || strings.HasPrefix(name, attributePrefix) && len(name) > len(attributePrefix)
		in.Check(known, "pattern", "{%s} means nothing: there are {%s} and {%s…}", name, strings.Join(placeholders, "}, {"), attributePrefix)
	}
	in.Check(!strings.ContainsAny(placeholder.ReplaceAllString(string(p), ""), "{}"), "pattern", "a brace is not closed, or not opened")
	return in.Err()
}

// names are the placeholders in their order.
func (p pattern) names() (all []string) {
	for _, m := range placeholder.FindAllStringSubmatch(string(p), -1) {
		all = append(all, m[1])
	}
	return all
}

// attributes are the keys of attributes that the pattern names.
func (p pattern) attributes() (keys []string) {
	for _, name := range p.names() {
		if key, ok := strings.CutPrefix(name, attributePrefix); ok {
			keys = append(keys, key)
		}
	}
	return keys
}

// path is the path of a file, without its ending, made safe for all systems; value
// gives what stands for a placeholder. A part that would be empty tells which attribute
// the customer lacks.
func (p pattern) path(value func(name string) string) string {
	var parts []string
	for part := range strings.SplitSeq(string(p), "/") {
		text := placeholder.ReplaceAllStringFunc(part, func(m string) string { return strings.NewReplacer("/", "-", "\\", "-").Replace(value(m[1 : len(m)-1])) })
		if keys := pattern(part).attributes(); strings.TrimSpace(text) == "" && len(keys) > 0 {
			text = "no " + keys[0]
		}
		parts = append(parts, safe(text))
	}
	return strings.Join(parts, "/")
}

// forbidden are characters that Windows does not take in names; devices are names
// that it does not take, whatever their ending (Microsoft, Naming Files, Paths,
// and Namespaces).
const forbidden = `<>:"|?*`

var devices = regexp.MustCompile(`(?i)^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])( *\..*)?$`)

func safe(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(forbidden, r) {
			return '-'
		}
		return r
	}, name)
	name = inspect.CleanName(name, "")
	for len(name) > maxPart {
		_, size := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-size]
	}
	name = strings.TrimRight(name, ". ")
	if name == "" {
		name = "file"
	}
	if devices.MatchString(name) {
		name = "_" + name
	}
	return name
}

// taken are the names that an archive has already; systems that ignore letter
// case or the way letters are composed must be able to unpack it.
type taken map[string]bool

// unique gives the path with an ending, and a number where it is taken.
func (t taken) unique(path, ending string) string {
	for n := 1; ; n++ {
		name := path + ending
		if n > 1 {
			name = fmt.Sprintf("%s (%d)%s", path, n, ending)
		}
		if key := fold(name); !t[key] {
			t[key] = true
			return name
		}
	}
}

func fold(name string) string { return strings.ToLower(norm.NFKD.String(name)) }
