package layout

import (
	"testing"
	"time"

	"quire/engine/font"
	"quire/engine/sheet/model"
)

// FuzzHeadFoot reads the notation of headers.
func FuzzHeadFoot(f *testing.F) {
	for _, text := range []string{`&L&"Arial,Bold Italic"&12Page &P+1 of &N&C&A&R&D &T`, "&K0000FF&G&X2&Y3&U&E&S&B&I", "&&&", `&"`, "&409\n&9", "&K", "&P-99999999999999999999"} {
		f.Add(text)
	}
	fonts := NewFonts(font.NewLibrary())
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<12 {
			return
		}
		m := &model.Sheet{Name: "S", Styles: []model.Style{{Font: model.Font{Family: "Arial", Size: 10}}}}
		m.Page.Texts.Header, m.Page.Texts.Footer = text, text
		s := New(m, fonts, time.Time{})
		header, _ := s.HeadFoot(1, Fields{Page: 1, Pages: 2, Tab: "S", Scale: .5})
		for _, lines := range header {
			for _, l := range lines {
				if !(l.Width >= 0) || !(l.Ascent >= 0) {
					t.Errorf("a line is %g wide and %g high", l.Width, l.Ascent)
				}
			}
		}
	})
}
