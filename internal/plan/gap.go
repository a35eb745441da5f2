package plan

// Gap is something that a customer's attributes lack for a book, or a value that does not
// fit.
type Gap struct {
	// Page of the book, from 1; 0 for the cover.
	Page int
	// Code is CodeAttributeMissing, CodeNoCondition, NoteLogoUnusable, or says why a field
	// of a form does not take a value.
	Code string
	// Field of a form that does not take the value; empty otherwise.
	Field string
	// Attribute that has no value, or this; empty when no single one is at fault.
	Attribute string
	// Fatal is true when the booklet cannot be made.
	Fatal bool
}

// Gaps lists what the attributes lack, each gap once, in the order of the pages.
func (s Snapshot) Gaps() []Gap {
	var all []Gap
	seen := map[Gap]bool{}
	add := func(g Gap) {
		if !seen[g] {
			seen[g] = true
			all = append(all, g)
		}
	}
	if logo := s.Attributes[s.Book.LogoAttribute]; s.Book.Cover && logo.Image == nil && logo.present() {
		add(Gap{Code: NoteLogoUnusable, Attribute: s.Book.LogoAttribute})
	}
	for i, page := range s.Pages {
		switch page.Kind {
		case KindChoosable:
			s.choosableGaps(i+1, page, add)
		case KindPDFForm:
			s.formGaps(i+1, page.Config.Form, add)
		}
		for _, image := range page.Config.Images {
			if image.Attribute != nil && s.Attributes[*image.Attribute].Image == nil {
				add(Gap{Page: i + 1, Code: CodeAttributeMissing, Attribute: *image.Attribute, Fatal: image.Missing == MissingFail})
			}
		}
	}
	return all
}

// choosableGaps are those of a page where no condition holds.
func (s Snapshot) choosableGaps(number int, page Page, add func(Gap)) {
	missing := false
	for _, c := range page.Conditions {
		if c.Holds(s.Attributes) {
			return
		}
	}
	for _, c := range page.Conditions {
		if !s.Attributes[c.Attribute].present() {
			missing = true
			add(Gap{Page: number, Code: CodeAttributeMissing, Attribute: c.Attribute, Fatal: page.File == nil})
		}
	}
	if !missing && page.File == nil {
		add(Gap{Page: number, Code: CodeNoCondition, Fatal: true})
	}
}

func (s Snapshot) formGaps(number int, form *FormConfig, add func(Gap)) {
	if form == nil {
		return
	}
	r := &resolver{Snapshot: s}
	for _, m := range form.Fields {
		if m.Attribute == nil || m.Missing == MissingDefault {
			continue
		}
		if _, ok := r.mapped(m); !ok {
			add(Gap{Page: number, Code: CodeAttributeMissing, Attribute: *m.Attribute, Fatal: m.Missing == MissingFail})
		}
	}
}

// Wanted lists the attributes that the book looks at, each once.
func (s Snapshot) Wanted() []string {
	var keys []string
	seen := map[string]bool{}
	add := func(key string) {
		if key != "" && !seen[key] {
			seen[key] = true
			keys = append(keys, key)
		}
	}
	if s.Book.Cover {
		add(s.Book.LogoAttribute)
	}
	for _, page := range s.Pages {
		for _, c := range page.Conditions {
			add(c.Attribute)
		}
		for _, image := range page.Config.Images {
			if image.Attribute != nil {
				add(*image.Attribute)
			}
		}
		if page.Config.Form == nil {
			continue
		}
		for _, m := range page.Config.Form.Fields {
			if m.Attribute != nil {
				add(*m.Attribute)
			}
		}
	}
	return keys
}
