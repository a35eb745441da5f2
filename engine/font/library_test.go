package font

import (
	"testing"
	"testing/fstest"
)

// files makes a place with a font file for each family, whose only letter is a
// snowman.
func files(name string, families ...string) []place {
	all := fstest.MapFS{}
	for _, f := range families {
		all[f+".ttf"] = &fstest.MapFile{Data: renamed(own(Sans, false, false), f, '☃')}
	}
	return []place{{all, name + "/"}}
}

func TestFontsOfAnOperatorComeFirst(t *testing.T) {
	t.Parallel()
	l := newLibrary(files("own", "Calibri", "House", "DejaVu Sans"), files("inside", "Carlito", "DejaVu Sans"), files("system", "Caladea", "Cambria", "DejaVu Sans"))
	for family, want := range map[string]string{
		"Calibri": "own/Calibri.ttf", "Cambria": "system/Caladea.ttf", "House": "own/House.ttf", "Verdana": "own/DejaVu Sans.ttf",
		"Arial": inside + "LiberationSans", "Aptos": "inside/Carlito.ttf",
	} {
		if got := l.Lookup(family, false, false).Source(); got != want {
			t.Errorf("%s is set in %s, want %s", family, got, want)
		}
	}
	without := newLibrary(nil, files("inside", "Carlito"), files("system", "Carlito", "Calibri"))
	if got := without.Lookup("Calibri", true, false).Source(); got != "inside/Carlito.ttf" {
		t.Errorf("Calibri is set in %s", got)
	}
}

func TestFontsOfAnOperatorHelpOut(t *testing.T) {
	t.Parallel()
	l := newLibrary(files("own", "House"))
	runs := l.Runs("☃", l.Lookup("Arial", false, false))
	if len(runs) != 1 || runs[0].Face.Source() != "own/House.ttf" || runs[0].Missing != "" {
		t.Errorf("runs are %+v", runs)
	}
}

func TestReport(t *testing.T) {
	t.Parallel()
	families, scripts := newLibrary(files("own", "Calibri")).Report()
	for _, u := range families {
		if want := u.For != "Cambria" && u.For != "Verdana"; u.Same != want || u.Family == "" || u.Source == "" {
			t.Errorf("%s is set in %+v", u.For, u)
		}
	}
	for _, u := range scripts {
		switch u.For {
		case "Greek", "Cyrillic", "Hebrew":
			if u.Family != Sans {
				t.Errorf("%s is set in %+v", u.For, u)
			}
		case "Chinese", "Thai":
			if u.Family != "" {
				t.Errorf("%s is set in %+v, where there is no font", u.For, u)
			}
		}
	}
}
