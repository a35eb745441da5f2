package plan

// excel reads which worksheets are printed and how.
func (r *reader) excel(o *object, place string) *ExcelConfig {
	c := &ExcelConfig{
		Tab:     r.text(o, place, "tab"),
		Pattern: r.text(o, place, "pattern"),
		AllTabs: r.flag(o, place, "allTabs", false),
		Print: PrintConfig{
			Range:          r.text(o, place, "range"),
			Paper:          r.oneOf(o, place, "paper", "", "A4", "LETTER"),
			Orientation:    Orientation(r.oneOf(o, place, "orientation", "", string(OrientationPortrait), string(OrientationLandscape))),
			NoHeaderFooter: !r.flag(o, place, "headerFooter", true),
			TableStyles:    r.flag(o, place, "tableStyles", false),
		},
	}
	for _, n := range []struct {
		key  string
		into *int
		most int
	}{{"index", &c.Index, maxIndex}, {"fitWidth", &c.Print.FitWidth, maxFit}, {"fitHeight", &c.Print.FitHeight, maxFit}} {
		if _, given := o.members[n.key]; given {
			*n.into = r.whole(o, place, n.key, 1, n.most)
		}
	}
	choice := *c
	choice.Print = PrintConfig{}
	r.faults(place, append(choice.Faults(), c.Print.faults("")...))
	return c
}
