package read

import (
	"strings"

	"quire/engine/sheet/model"
)

// theme is the workbook's theme; empty when there is none.
func (w *Workbook) theme() *node {
	if w.themeTree == nil {
		w.themeTree = &node{}
		if t, err := parseTree(w.byKind("theme")); err == nil {
			w.themeTree = t
		}
	}
	return w.themeTree
}

// themeFonts are the families of the theme for text and for headings.
func (w *Workbook) themeFonts() (minor, major string) {
	minor, major = "Calibri", "Calibri Light"
	fonts := w.theme().kid("themeElements", "fontScheme")
	if f := fonts.kid("minorFont", "latin").attr("typeface"); f != "" {
		minor = f
	}
	if f := fonts.kid("majorFont", "latin").attr("typeface"); f != "" {
		major = f
	}
	return minor, major
}

func (c *chartReader) themed(name string) model.Colour {
	rgb, ok := c.colour.named(name)
	return model.Colour{RGB: rgb, Set: ok}
}

// textFont is a font with what the first paragraph of a text body changes.
func (c *chartReader) textFont(f model.Font, body *node) model.Font {
	return c.runFont(f, body.kid("p", "pPr", "defRPr"))
}

func (c *chartReader) runFont(f model.Font, n *node) model.Font {
	if n.kid("latin").attr("typeface") == "+mj-lt" {
		f.Family = c.headings
	}
	return c.r.runFont(f, n)
}

// accent is the colour of the series with this number (ECMA-376 part 1,
// 21.2.2.227): the accents in turn, then darker and lighter ones.
func (c *chartReader) accent(i int) model.Colour {
	rgb := c.colour.theme[4+i%6]
	switch i / 6 % 3 {
	case 1:
		rgb = tinted(rgb, -.4)
	case 2:
		rgb = tinted(rgb, .4)
	}
	return model.RGB(rgb)
}

// office2007 tells whether Excel 2007 wrote the workbook: what charts leave out
// means other things since.
func (w *Workbook) office2007() bool {
	t, err := parseTree(w.part("docProps/app.xml"))
	return err == nil && strings.HasPrefix(t.kid("AppVersion").text, "12.")
}
