package font

// Use tells which face serves a purpose.
type Use struct {
	// For names the purpose: a family that workbooks and forms ask for, or a
	// script that the family itself lacks.
	For string
	// Family and Source are those of the face; empty when there is none.
	Family, Source string
	// Same says that the letters are as wide as those that are asked for.
	Same bool
}

// asked are the families of most workbooks and forms, and those with letters of
// the same width.
var asked = []struct {
	family string
	same   []string
}{
	{"Calibri", []string{"Calibri", "Carlito"}}, {"Cambria", []string{"Cambria", "Caladea"}},
	{"Arial", []string{"Arial", Sans}}, {"Times New Roman", []string{"Times New Roman", Serif}}, {"Courier New", []string{"Courier New", Mono}},
	{"Verdana", []string{"Verdana", "DejaVu Sans"}},
}

// samples are letters of scripts.
var samples = []struct {
	script string
	letter rune
}{
	{"Greek", 'Ω'}, {"Cyrillic", 'Ж'}, {"Hebrew", 'א'}, {"Arabic", 'ع'}, {"Chinese", '中'}, {"Japanese", 'あ'}, {"Korean", '한'},
	{"Devanagari", 'अ'}, {"Thai", 'ก'}, {"signs", '✓'},
}

// Report tells which faces are used for what.
func (l *Library) Report() (families, scripts []Use) {
	for _, a := range asked {
		f := l.Lookup(a.family, false, false)
		u := Use{For: a.family, Family: f.family, Source: f.source}
		for _, name := range a.same {
			u.Same = u.Same || fold(name) == fold(f.family)
		}
		families = append(families, u)
	}
	for _, s := range samples {
		u := Use{For: s.script}
		if f := l.holder(s.letter, own(Sans, false, false)); f != nil {
			u.Family, u.Source, u.Same = f.family, f.source, true
		}
		scripts = append(scripts, u)
	}
	return families, scripts
}
