package font

import "strings"

// twins names, for families that the program does not have, the one that takes
// their place: with letters of the same width where there is one, else of the
// same kind. Keys are as [fold] gives them; values in order of preference.
var twins = map[string][]string{
	"arial":             {Sans},
	"arialunicodems":    {Sans},
	"helvetica":         {Sans},
	"helveticaneue":     {Sans},
	"helv":              {Sans},
	"nimbussans":        {Sans},
	"arimo":             {Sans},
	"liberationsans":    {Sans},
	"timesnewroman":     {Serif},
	"times":             {Serif},
	"tiro":              {Serif},
	"timesroman":        {Serif},
	"tinos":             {Serif},
	"nimbusroman":       {Serif},
	"liberationserif":   {Serif},
	"couriernew":        {Mono},
	"courier":           {Mono},
	"cour":              {Mono},
	"cousine":           {Mono},
	"nimbusmonops":      {Mono},
	"liberationmono":    {Mono},
	"consolas":          {Mono},
	"menlo":             {Mono},
	"monaco":            {Mono},
	"lucidaconsole":     {Mono},
	"calibri":           {"Carlito", Sans},
	"calibrilight":      {"Carlito", Sans},
	"aptos":             {"Carlito", Sans},
	"aptosnarrow":       {"Carlito", Sans},
	"cambria":           {"Caladea", Serif},
	"cambriamath":       {"Caladea", Serif},
	"arialnarrow":       {"Liberation Sans Narrow", Sans},
	"verdana":           {"DejaVu Sans", Sans},
	"georgia":           {"Gelasio", Serif},
	"garamond":          {"EB Garamond", Serif},
	"bookantiqua":       {Serif},
	"palatino":          {Serif},
	"palatinolinotype":  {Serif},
	"bookmanoldstyle":   {Serif},
	"centuryschoolbook": {Serif},
	"constantia":        {Serif},
	"rockwell":          {Serif},
	"minionpro":         {Serif},
}

// fold brings the spellings of a name together: letters and digits only, in
// lower case.
func fold(family string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r > 0x7f:
			return r
		}
		return -1
	}, family)
}

// kin guesses the family of the program that an unknown one is like.
func kin(folded string) string {
	for _, g := range []struct{ part, family string }{
		{"mono", Mono}, {"courier", Mono}, {"typewriter", Mono}, {"console", Mono},
		{"sans", Sans}, {"serif", Serif}, {"times", Serif}, {"roman", Serif},
		{"garamond", Serif}, {"georgia", Serif}, {"book", Serif}, {"minion", Serif},
	} {
		if strings.Contains(folded, g.part) {
			return g.family
		}
	}
	return Sans
}

// SplitName takes a PostScript font name apart, such as
// "ABCDEF+TimesNewRomanPS-BoldItalicMT": the family and the style.
func SplitName(name string) (family string, bold, italic bool) {
	if len(name) > 7 && name[6] == '+' {
		name = name[7:]
	}
	lower := strings.ToLower(name)
	bold = strings.Contains(lower, "bold") || strings.Contains(lower, "black") || strings.Contains(lower, "heavy")
	italic = strings.Contains(lower, "italic") || strings.Contains(lower, "oblique")
	switch lower { // the short names that form makers use
	case "hebo", "tibo", "cobo":
		bold = true
	case "heob", "tiit", "coob":
		italic = true
	case "hebi", "tibi", "cobi":
		bold, italic = true, true
	}
	family = name
	if i := strings.IndexAny(name, "-,"); i > 0 {
		family = name[:i]
	}
	for _, suffix := range []string{"PSMT", "PS", "MT"} {
		family = strings.TrimSuffix(family, suffix)
	}
	switch {
	case len(lower) == 4 && strings.HasPrefix(lower, "he"):
		family = "Helvetica"
	case len(lower) == 4 && strings.HasPrefix(lower, "ti"):
		family = "Times"
	case len(lower) == 4 && strings.HasPrefix(lower, "co"):
		family = "Courier"
	}
	return family, bold, italic
}
