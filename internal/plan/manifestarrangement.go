package plan

import "encoding/json"

// source reads how a page's PDF is taken; nil for whole and as it is.
func (r *reader) source(o *object, place string) *SourceConfig {
	c := SourceConfig{
		Pages:     r.text(o, place, "pages"),
		Rotate:    r.whole(o, place, "rotate", 0, 270),
		FitPaper:  r.flag(o, place, "fitPaper", false),
		KeepForm:  !r.flag(o, place, "flatten", true),
		AsPrinted: r.flag(o, place, "asPrinted", false),
	}
	r.faults(place, c.Faults())
	if c == (SourceConfig{}) {
		return nil
	}
	return &c
}

func (r *reader) images(o *object, place, kind string) []ImageConfig {
	var all []ImageConfig
	for i, v := range r.list(o, place, "images") {
		all = append(all, r.image(at(within(place, "images"), i), v, kind))
	}
	return all
}

func (r *reader) image(place string, v any, kind string) ImageConfig {
	o := r.object(place, v, "attribute", "image", "field", "page", "x", "y", "width", "height", "missing")
	c := ImageConfig{
		Attribute: r.optional(o, place, "attribute"),
		File:      r.filePath(o, place, "image"),
		Field:     r.text(o, place, "field"),
		X:         r.measure(o, place, "x"),
		Y:         r.measure(o, place, "y"),
		Width:     r.measure(o, place, "width"),
		Height:    r.measure(o, place, "height"),
		Missing:   MissingValue(r.oneOf(o, place, "missing", string(MissingBlank), string(MissingBlank), string(MissingFail))),
	}
	if c.Field == "" {
		c.Sheet = r.whole(o, place, "page", 1, maxSheet)
	}
	if _, given := o.members["image"]; !given || c.File != nil {
		r.faults(place, c.Faults(kind))
	}
	return c
}

// measure takes a member for a number; 0 without it.
func (r *reader) measure(o *object, place, key string) float64 {
	v, given := o.members[key]
	if !given {
		return 0
	}
	n, ok := v.(json.Number)
	f, err := n.Float64()
	if !ok || err != nil {
		r.wrong(within(place, key), "a number is needed, not %s", kindOf(v))
	}
	return f
}

// faults reports what is wrong with options.
func (r *reader) faults(place string, all []Fault) {
	for _, f := range all {
		where := place
		if f.Key != "" {
			where = within(place, f.Key)
		}
		r.wrong(where, "%s", f.Why)
	}
}
