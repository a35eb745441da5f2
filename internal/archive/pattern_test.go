package archive

import (
	"strings"
	"testing"
	"unicode/utf8"

	"quire/internal/problem"
)

func TestPatternsThatAreRefused(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]pattern{
		"empty": "", "long": pattern(strings.Repeat("a", maxPattern+1)), "unknown": "{custommer}", "no key": "{attribute:}",
		"open": "{customer", "closed": "customer}", "nested": "{a{customer}}", "deep": "a/b/c/d/e",
	} {
		if found := problem.All(p.check()); len(found) == 0 || found[0].Field != "pattern" {
			t.Errorf("%s: %v", name, found)
		}
	}
	if err := pattern("{attribute:Sales Representative}/{number} {customer} {customerId} {book} {year} Q{quarter}").check(); err != nil {
		t.Error(err)
	}
}

func TestNamesAreSafeOnAllSystems(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ pattern, customer, want string }{
		{"{customer}", "Łódź Fisheries, Inc.", "Łódź Fisheries, Inc"},
		{"{customer}", "../../etc/passwd", "-..-etc-passwd"},
		{"{customer}", `a\b:c*d?"e"<f>|g`, "a-b-c-d--e--f--g"},
		{"{customer}/x", "", "file/x"},
		{"{attribute:Sales_Representative}/x", "", "no Sales_Representative/x"},
		{"../{customer}", "A", "file/A"},
		{"{customer}", "CON", "_CON"},
		{"{customer}", "com1.txt", "_com1.txt"},
		{"{customer}", "lpt9 .x", "_lpt9 .x"},
		{"{customer}", "COMPANY", "COMPANY"},
		{"{customer}", "tab\tnul\x00bidi\u202edone", "tabnulbididone"},
		{"{customer} {year}", "A", "A 2026"},
		{"{customer}", strings.Repeat("é", 100), strings.Repeat("é", maxPart/2)},
		{"{attribute:Rep}/{customer}", "A", "O-Neil, Ann/A"},
	} {
		got := pattern(c.pattern).path(func(what string) string {
			return map[string]string{"customer": c.customer, "year": "2026", "attribute:Rep": "O/Neil, Ann"}[what]
		})
		if got != c.want {
			t.Errorf("%q of %q: %q, want %q", c.pattern, c.customer, got, c.want)
		}
	}
}

func TestEqualNamesAreNumbered(t *testing.T) {
	t.Parallel()
	names := taken{fold(manifestName): true}
	var got []string
	for _, path := range []string{"Bakery", "BAKERY", "Bakery (2)", "Caf\u00e9", "Cafe\u0301", "manifest"} {
		got = append(got, names.unique(path, ".pdf"))
	}
	got = append(got, names.unique("manifest", ".json"))
	if all := strings.Join(got, ", "); all != "Bakery.pdf, BAKERY (2).pdf, Bakery (2) (2).pdf, Caf\u00e9.pdf, Cafe\u0301 (2).pdf, manifest.pdf, manifest (2).json" {
		t.Error(all)
	}
}

// FuzzNames: whatever customers and attributes are called, a name stays in its
// folder and can be made anywhere.
func FuzzNames(f *testing.F) {
	for _, name := range []string{"", ".", "..", "a/b", `\\server\share`, "NUL", "a:b", "é\u202e", "x\xff", strings.Repeat("界", 99), "aux.pdf "} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		p := pattern("{customer}/{attribute:x}")
		path := p.path(func(string) string { return name })
		parts := strings.Split(path, "/")
		if len(parts) != 2 || !utf8.ValidString(path) {
			t.Fatalf("%q", path)
		}
		for _, part := range parts {
			if part == "" || len(part) > maxPart+1 || strings.ContainsAny(part, `<>:"|?*\`) || strings.Trim(part, ". ") != part || devices.MatchString(part) {
				t.Errorf("%q", part)
			}
		}
	})
}
