package form

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"quire/engine/font"
)

func TestFillShowsTheValues(t *testing.T) {
	t.Parallel()
	doc, warnings := all().filled(t, map[string]Value{
		"name":   Text("Zoë Müller"),
		"notes":  Text("First line\nsecond line"),
		"policy": Text("AB-12"),
		"secret": Text("abc"),
		"state":  Text("CA"),
	})
	if len(warnings) != 0 {
		t.Errorf("warnings: %v", warnings)
	}
	for name, want := range map[string]string{
		"name": "Zoë Müller", "notes": "First line\nsecond line", "policy": "AB-12", "secret": "•••", "state": "California",
	} {
		if got := lookAt(t, doc, name).text; got != want {
			t.Errorf("%s shows %q, want %q", name, got, want)
		}
	}
	got := fieldsByName(t, doc)
	for name, want := range map[string]string{"name": "Zoë Müller", "state": "CA", "secret": "abc"} {
		if v := got[name].Value; v.Text == nil || *v.Text != want {
			t.Errorf("%s has the value %s, want %s", name, v, want)
		}
	}
}

func TestFillChoosesFonts(t *testing.T) {
	t.Parallel()
	f := newFixture()
	f.field("/FT /Tx /T (latin)")
	f.field("/FT /Tx /T (polish)")
	f.field("/FT /Tx /T (lost)")
	f.field("/FT /Tx /T (serif) /DA (/TiBo 9 Tf 1 0 0 rg)")
	doc, warnings := f.filled(t, map[string]Value{
		"latin": Text("Müller €"), "polish": Text("Łódź, Ωμέγα"), "lost": Text("x\U000F1234y"), "serif": Text("Hello"),
	})
	for name, want := range map[string]struct{ text, font string }{
		"latin":  {"Müller €", "Helvetica"},
		"polish": {"Łódź, Ωμέγα", "LiberationSans"},
		"lost":   {"x\U000F1234y", "LiberationSans"},
		"serif":  {"Hello", "LiberationSerif-Bold"},
	} {
		got := lookAt(t, doc, name)
		if got.text != want.text {
			t.Errorf("%s shows %q, want %q", name, got.text, want.text)
		}
		for _, font := range got.fonts {
			if font != want.font && !strings.HasSuffix(font, "+"+want.font) {
				t.Errorf("%s is set in %s, want %s", name, font, want.font)
			}
		}
	}
	if len(warnings) != 1 || warnings[0].Code != CodeGlyphMissing || warnings[0].Field != "lost" {
		t.Errorf("warnings: %v", warnings)
	}
	if !strings.Contains(lookAt(t, doc, "serif").content, "1 0 0 rg") {
		t.Error("the colour of the field is gone")
	}
}

func TestFillSwitchesButtons(t *testing.T) {
	t.Parallel()
	doc, _ := all().filled(t, map[string]Value{"agree": On(true), "plan": Text("Silver")})
	if got := state(t, doc, "agree", 0); got != "Yes" {
		t.Errorf("agree is %s", got)
	}
	if a, b := state(t, doc, "plan", 0), state(t, doc, "plan", 1); a != "Off" || b != "b" {
		t.Errorf("plan is %s, %s", a, b)
	}
	if v := fieldsByName(t, doc)["plan"].Value; v.Text == nil || *v.Text != "Silver" {
		t.Errorf("plan has the value %s", v)
	}
	if _, err := Fill(doc, map[string]Value{"agree": On(false), "plan": Text("a")}); err != nil {
		t.Fatal(err)
	}
	if got := state(t, doc, "agree", 0); got != "Off" {
		t.Errorf("agree is %s", got)
	}
	if a, b := state(t, doc, "plan", 0), state(t, doc, "plan", 1); a != "a" || b != "Off" {
		t.Errorf("plan is %s, %s", a, b)
	}
}

func TestFillButtonsOfOneName(t *testing.T) {
	t.Parallel()
	f := newFixture()
	f.field("/FT /Btn /Ff 32768 /T (pay) " + f.button("month"))
	f.field("/FT /Btn /Ff 32768 /T (pay) " + f.button("year"))
	f.field("/FT /Btn /T (both) " + f.button("On"))
	f.field("/FT /Btn /T (both) " + f.button("On"))
	doc, _ := f.filled(t, map[string]Value{"pay": Text("year"), "both": On(true)})
	for name, want := range map[string][]string{"pay": {"Off", "year"}, "both": {"On", "On"}} {
		for i, f := range grow(doc).byName[name] {
			if got, _ := doc.NameOf(f.widgets[0].dict["AS"]); got != want[i] {
				t.Errorf("%s %d is %s, want %s", name, i, got, want[i])
			}
		}
	}
	if _, err := Fill(doc, map[string]Value{"pay": Text("week")}); err == nil {
		t.Error("a button that does not exist was pressed")
	}
}

func TestFillDrawsMarksForBareButtons(t *testing.T) {
	t.Parallel()
	f := newFixture()
	f.field("/FT /Btn /T (bare) /MK <</CA (8) /BC [0]>> /Rect [10 10 30 30]")
	doc, _ := f.filled(t, map[string]Value{"bare": On(true)})
	if got := lookAt(t, doc, "bare"); !strings.Contains(got.content, " f\n") && !strings.Contains(got.content, "\nf\n") {
		t.Errorf("no mark was drawn:\n%s", got.content)
	}
}

func TestFillSelectsRows(t *testing.T) {
	t.Parallel()
	doc, _ := all().filled(t, map[string]Value{"cover": Selected("Life", "Ł")})
	got := lookAt(t, doc, "cover")
	if got.text != "Dental\nVision\nLife\nLong term" {
		t.Errorf("the list shows %q", got.text)
	}
	_, marks, _ := strings.Cut(got.content, selectionColor)
	marks, _, _ = strings.Cut(marks, "Q\n")
	if n := strings.Count(marks, "re\nf"); n != 2 {
		t.Errorf("%d rows are marked, behind all texts: %s", n, got.content)
	}
	if v := fieldsByName(t, doc)["cover"].Value; !slices.Equal(v.Selected, []string{"Life", "Ł"}) {
		t.Errorf("the list has the value %s", v)
	}
}

func TestFillScrollsToTheSelection(t *testing.T) {
	t.Parallel()
	f := newFixture()
	f.field("/FT /Ch /T (list) /Rect [0 0 100 30] /TI 0 /Opt [(r1) (r2) (r3) (r4) (r5) (r6) (r7)]")
	doc, _ := f.filled(t, map[string]Value{"list": Selected("r6")})
	if got := lookAt(t, doc, "list").text; !strings.Contains(got, "r6") || strings.Contains(got, "r1") {
		t.Errorf("the list shows %q", got)
	}
}

func TestFillCentresCombs(t *testing.T) {
	t.Parallel()
	f := newFixture()
	for q := range 3 {
		f.field(fmt.Sprintf("/FT /Tx /T (q%d) /Ff 16777216 /MaxLen 10 /Q %d /Rect [0 0 200 20]", q, q))
	}
	doc, _ := f.filled(t, map[string]Value{"q0": Text("iW"), "q1": Text("iW"), "q2": Text("iW")})
	face := font.Lookup("Helvetica", false, false)
	for q, firstCell := range []float64{0, 4, 8} {
		got := lookAt(t, doc, fmt.Sprintf("q%d", q))
		for i, r := range "iW" {
			middle := got.starts[i][0] + face.Advance(r)*10/2000
			if want := (firstCell + float64(i) + 0.5) * 20; math.Abs(middle-want) > 0.1 {
				t.Errorf("q%d: %q stands at %.2f, want %.2f", q, r, middle, want)
			}
		}
	}
}

func TestFillAligns(t *testing.T) {
	t.Parallel()
	f := newFixture()
	for q := range 3 {
		f.field(fmt.Sprintf("/FT /Tx /T (q%d) /Q %d /Rect [0 0 200 20]", q, q))
	}
	doc, _ := f.filled(t, map[string]Value{"q0": Text("Text"), "q1": Text("Text"), "q2": Text("Text")})
	width := font.Lookup("Helvetica", false, false).Width("Text", 10)
	for q, want := range []float64{2, 100 - width/2, 198 - width} {
		if got := lookAt(t, doc, fmt.Sprintf("q%d", q)).starts[0][0]; math.Abs(got-want) > 0.1 {
			t.Errorf("q%d begins at %.2f, want %.2f", q, got, want)
		}
	}
}

func TestFillTurnsWithTheField(t *testing.T) {
	t.Parallel()
	f := newFixture()
	for _, turn := range []int{0, 90, 180, 270, -90} {
		f.field(fmt.Sprintf("/FT /Tx /T (r%d) /MK <</R %d>> /Rect [10 10 40 110]", turn, turn))
	}
	doc, _ := f.filled(t, map[string]Value{"r0": Text("up"), "r90": Text("up"), "r180": Text("up"), "r270": Text("up"), "r-90": Text("up")})
	tr := grow(doc)
	for turn, box := range map[int][4]float64{0: {0, 0, 30, 100}, 90: {0, 0, 100, 30}, 180: {0, 0, 30, 100}, 270: {0, 0, 100, 30}, -90: {0, 0, 100, 30}} {
		w := tr.byName[fmt.Sprintf("r%d", turn)][0].widgets[0]
		_, form := tr.normalAppearance(w.dict)
		if got, _ := doc.Rect(form["BBox"]); got != box {
			t.Errorf("turned by %d the box is %v, want %v", turn, got, box)
		}
		rect, _ := doc.Rect(w.dict["Rect"])
		m, ok := tr.fit(form, rect)
		if want := [6]float64{1, 0, 0, 1, 10, 10}; !ok || m != want {
			t.Errorf("turned by %d the appearance is placed by %v, want %v", turn, m, want)
		}
	}
}

func TestFillFitsText(t *testing.T) {
	t.Parallel()
	f := newFixture()
	f.field("/FT /Tx /T (auto) /DA (/Helv 0 Tf) /Rect [0 0 100 20]")
	f.field("/FT /Tx /T (autolong) /DA (/Helv 0 Tf) /Rect [0 0 100 20]")
	f.field("/FT /Tx /T (fixed) /DA (/Helv 12 Tf) /Rect [0 0 50 20]")
	f.field("/FT /Tx /T (hopeless) /DA (/Helv 12 Tf) /Rect [0 0 20 20]")
	f.field("/FT /Tx /Ff 4096 /T (block) /DA (/Helv 0 Tf) /Rect [0 0 100 40]")
	long := strings.Repeat("word ", 12)
	doc, warnings := f.filled(t, map[string]Value{
		"auto": Text("Hi"), "autolong": Text("A line that is rather long"), "fixed": Text("Somewhat long"),
		"hopeless": Text("Much too long for this"), "block": Text(long),
	})
	size := func(name string) float64 { return lookAt(t, doc, name).sizes[0] }
	if s := size("auto"); s < 12 || s > 18 {
		t.Errorf("a short text in a field of 20 points is %g high", s)
	}
	face := font.Lookup("Helvetica", false, false)
	if s := size("autolong"); face.Width("A line that is rather long", s) > 96 || s < 6 {
		t.Errorf("a long text is %g high", s)
	}
	if s := size("fixed"); face.Width("Somewhat long", s) > 46.1 || s >= 12 {
		t.Errorf("a text of a fixed size that does not fit is %g high", s)
	}
	if s := size("block"); s >= 12 || s < 6 {
		t.Errorf("a block is %g high", s)
	}
	if len(warnings) != 1 || warnings[0].Field != "hopeless" || warnings[0].Code != CodeTextClipped {
		t.Errorf("warnings: %v", warnings)
	}
}

func TestFillRefusesWhatCannotBe(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		field string
		value Value
		code  string
		says  string
	}{
		{"nmae", Text("x"), "FIELD_UNKNOWN", "«name»"},
		{"name", Text(strings.Repeat("ł", 21)), "TEXT_TOO_LONG", "at most 20"},
		{"name", On(true), "VALUE_KIND", "needs a text"},
		{"state", Text("Californa"), "OPTION_UNKNOWN", "«CA»"},
		{"plan", Text("Bronze"), "OPTION_UNKNOWN", "«Gold»"},
		{"plan", On(true), "VALUE_KIND", "its buttons"},
		{"agree", Text("perhaps"), "OPTION_UNKNOWN", "«Yes»"},
		{"cover", Selected("Dental", "Pets"), "OPTION_UNKNOWN", "«Pets»"},
		{"send", Text("x"), "FIELD_NOT_FILLABLE", "push"},
		{"signed", Text("x"), "FIELD_NOT_FILLABLE", "signature"},
	} {
		t.Run(tc.code+" "+tc.field, func(t *testing.T) {
			t.Parallel()
			doc := all().read(t)
			_, err := Fill(doc, map[string]Value{tc.field: tc.value, "notes": Text("stays out")})
			var coded interface{ Code() string }
			if !errors.As(err, &coded) || coded.Code() != tc.code {
				t.Fatalf("error is %v", err)
			}
			if !strings.Contains(err.Error(), tc.says) || strings.Contains(err.Error(), "\n") {
				t.Errorf("message is %q, should say %q", err, tc.says)
			}
			if v := fieldsByName(t, doc)["notes"].Value; !v.IsZero() {
				t.Errorf("another field was filled all the same: %s", v)
			}
		})
	}
}

func TestFillTellsAllErrorsAtOnce(t *testing.T) {
	t.Parallel()
	_, err := Fill(all().read(t), map[string]Value{"nobody": Text("x"), "state": Text("Z"), "name": Text("fine")})
	var errs Errors
	if !errors.As(err, &errs) || len(errs) != 2 {
		t.Errorf("errors are %v", err)
	}
}

func TestFillWithoutAForm(t *testing.T) {
	t.Parallel()
	_, err := Fill(newFixture().read(t), map[string]Value{"a": Text("x")})
	if err == nil || !strings.Contains(err.Error(), "no form fields") {
		t.Errorf("error is %v", err)
	}
}

func TestFillClearsOldValuesBelow(t *testing.T) {
	t.Parallel()
	f := newFixture()
	parent := len(f.objects) + 1
	f.fields = append(f.fields, f.add(""))
	kid := f.widget(fmt.Sprintf("/Parent %d 0 R /V (stale)", parent))
	f.objects[parent-1] = fmt.Sprintf("<</T (a) /FT /Tx /V (old) /RV (rich) /Kids [%s]>>", kid)
	doc, _ := f.filled(t, map[string]Value{"a": Text("new")})
	if got := lookAt(t, doc, "a").text; got != "new" {
		t.Errorf("the field shows %q", got)
	}
}

func TestNeedAppearancesDrawsAll(t *testing.T) {
	t.Parallel()
	for _, needs := range []bool{true, false} {
		f := newFixture()
		f.form = fmt.Sprintf("/NeedAppearances %t", needs)
		old := f.stream("/Type /XObject /Subtype /Form /BBox [0 0 200 20] /Resources <<>>", "% stale")
		f.field("/FT /Tx /T (other) /V (Value) /AP <</N " + old + ">>")
		f.field("/FT /Tx /T (given)")
		doc, _ := f.filled(t, map[string]Value{"given": Text("x")})
		want := map[bool]string{true: "Value", false: ""}[needs]
		if got := lookAt(t, doc, "other").text; got != want {
			t.Errorf("with NeedAppearances %t the other field shows %q, want %q", needs, got, want)
		}
	}
}

func TestFillWarnsOfScripts(t *testing.T) {
	t.Parallel()
	f := newFixture()
	f.field("/FT /Tx /T (sum) /V (3) /AA <</C <</S /JavaScript /JS (x)>>>>")
	f.field("/FT /Tx /T (a) /V (1)")
	_, warnings := f.filled(t, map[string]Value{"a": Text("2")})
	if len(warnings) != 1 || warnings[0].Code != CodeNotCalculated || warnings[0].Field != "sum" {
		t.Errorf("warnings: %v", warnings)
	}
}

func TestFillIsDeterministic(t *testing.T) {
	t.Parallel()
	var first []byte
	for range 3 {
		doc, _ := all().filled(t, map[string]Value{"name": Text("Łódź"), "notes": Text("Ω"), "cover": Selected("Life")})
		if _, err := Flatten(doc); err != nil {
			t.Fatal(err)
		}
		out := write(t, doc)
		if first == nil {
			first = out
		} else if string(first) != string(out) {
			t.Fatal("two runs give different bytes")
		}
	}
}

// TestWidgetsOfTurnedPages are turned by their appearance alone, as tools leave
// them that turn the pages of others.
func TestWidgetsOfTurnedPages(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ matrix, mk, want string }{
		{"[0 1 -1 0 0 0]", "", "[0 1 -1 0 20 0]"},
		{"[0 -1 1 0 0 612]", "", "[0 -1 1 0 0 120]"},
		{"[-2 0 0 -2 5 5]", "", "[-1 0 0 -1 20 120]"},
		{"[1 0 0 1 5 5]", "", ""},
		{"[0 1 -1 0 0 0]", "/MK <</R 0>>", ""},
		{"[0 1]", "", ""},
	} {
		f := newFixture()
		look := f.stream("/Type /XObject /Subtype /Form /BBox [0 0 120 20] /Matrix "+c.matrix, "")
		f.field("/FT /Tx /T (a) /Rect [50 600 70 720] /AP <</N " + look + ">> " + c.mk)
		doc, _ := f.filled(t, map[string]Value{"a": Text("x")})
		tr := grow(doc)
		_, drawn := tr.normalAppearance(tr.byName["a"][0].widgets[0].dict)
		got := ""
		if m := doc.Array(drawn["Matrix"]); m != nil {
			got = m.PDFString()
		}
		if got != c.want {
			t.Errorf("%s %s: the matrix is %q, want %q", c.matrix, c.mk, got, c.want)
		}
	}
}
