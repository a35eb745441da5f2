package svg

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"image"
	"image/png"
	"math"
	"strings"
	"testing"

	"quire/engine/canvas"
	"quire/engine/sheet/model"
	"quire/engine/sheet/vector"
)

// file is a picture of 100 by 100 points whose units are points.
func file(body string) []byte {
	return []byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="100pt" height="100pt" viewBox="0 0 100 100">` + body + `</svg>`)
}

func items(t testing.TB, n int, body string) []vector.Item {
	t.Helper()
	p, _, err := Read(file(body))
	if err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	if math.Abs(p.Width-100) > .01 || math.Abs(p.Height-100) > .01 {
		t.Fatalf("the picture is %g by %g points", p.Width, p.Height)
	}
	if len(p.Items) != n {
		t.Fatalf("%s: %d items, want %d", body, len(p.Items), n)
	}
	return p.Items
}

func spans(t testing.TB, what string, path *canvas.Path, want [4]float64) {
	t.Helper()
	a, b, c, d := path.Extent()
	if math.Abs(a-want[0])+math.Abs(b-want[1])+math.Abs(c-want[2])+math.Abs(d-want[3]) > .05 {
		t.Errorf("%s spans %.3f %.3f %.3f %.3f, want %v", what, a, b, c, d, want)
	}
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-6 }

func TestShapes(t *testing.T) {
	t.Parallel()
	for body, want := range map[string][4]float64{
		`<rect x="1" y="2" width="3" height="4"/>`:                                                                           {1, 2, 4, 6},
		`<rect x="10%" width="50%" height="1in" rx="3"/>`:                                                                    {10, 0, 60, 96},
		`<circle cx="10" cy="20" r="5"/>`:                                                                                    {5, 15, 15, 25},
		`<ellipse cx="10" cy="20" rx="5" ry="2"/>`:                                                                           {5, 18, 15, 22},
		`<polygon points="1,2 3,4-5.5.5"/>`:                                                                                  {-5.5, .5, 3, 4},
		`<path d="M1 1H5V7h-2v1l3-1Z"/>`:                                                                                     {1, 1, 6, 8},
		`<path d="m1 1 2 2-4 4zm10 10l1 1"/>`:                                                                                {-1, 1, 12, 12},
		`<path d="M0 0C0 10 10 10 10 0S20-10 20 0"/>`:                                                                        {0, -7.5, 20, 7.5},
		`<path d="M0 0Q5 10 10 0T20 0"/>`:                                                                                    {0, -5, 20, 5},
		`<path d="M10 0A10 10 0 0110 20A10 10 0 0110 0"/>`:                                                                   {0, 0, 20, 20},
		`<path d="M0 0a5 5 0 1 1 10 0 5 5 0 1 1-10 0"/>`:                                                                     {0, -5, 10, 5},
		`<path d="M0 0A1 1 0 0 0 10 0"/>`:                                                                                    {0, 0, 10, 5},
		`<path d="M0 0L5 5e0 1E1 1e+1 L x 3"/>`:                                                                              {0, 0, 10, 10},
		`<path transform="translate(5) scale(2,3)" d="M0 0h1v1"/>`:                                                           {5, 0, 7, 3},
		`<path transform="rotate(90 5 5)" d="M0 0h1v2"/>`:                                                                    {8, 0, 10, 1},
		`<path transform="skewX(45),matrix(1 0 0 1 1 1)" d="M0 0v1"/>`:                                                       {2, 1, 3, 2},
		`<g transform="scale(2)"><path d="M1 1h1v1"/></g>`:                                                                   {2, 2, 4, 4},
		`<svg x="10" y="10" width="20" height="20" viewBox="0 0 2 4"><path d="M0 0h2v4"/></svg>`:                             {15, 10, 25, 30},
		`<svg width="20" height="20" viewBox="0 0 2 4" preserveAspectRatio="none"><path d="M0 0h2v4"/></svg>`:                {0, 0, 20, 20},
		`<svg width="20" height="20" viewBox="0 0 2 4" preserveAspectRatio="xMaxYMax slice"><path d="M0 0h2v4"/></svg>`:      {0, -20, 20, 20},
		`<defs><path id="a" d="M0 0h1v1"/></defs><use href="#a" x="3" y="4"/>`:                                               {3, 4, 4, 5},
		`<symbol id="a" viewBox="0 0 1 1"><path d="M0 0h1v1"/></symbol><use href="#a" width="8" height="8"/>`:                {0, 0, 8, 8},
		`<i:x xmlns:i="urn:x"><path d="M0 0h50v50"/></i:x><path d="M0 0h1v1"/><title>a</title><g display="none"><text/></g>`: {0, 0, 1, 1},
	} {
		spans(t, body, items(t, 1, body)[0].Path, want)
	}
	items(t, 0, `<rect width="0" height="4"/><circle/><path/><path d="L1 1"/><g style="visibility:hidden"><rect width="4" height="4"/></g><rect width="4" height="4" fill="none"/>`)
}

func TestLooks(t *testing.T) {
	t.Parallel()
	const box = `width="10" height="10"`
	for body, want := range map[string]model.Fill{
		`<rect ` + box + `/>`:                                                   {Colour: model.RGB(0)},
		`<rect ` + box + ` fill="#F80"/>`:                                       {Colour: model.RGB(0xFF8800)},
		`<rect ` + box + ` fill="#0102037F"/>`:                                  {Colour: model.RGB(0x010203), Clear: 128. / 255},
		`<rect ` + box + ` fill="rgb(100%, 0, 128)"/>`:                          {Colour: model.RGB(0xFF0080)},
		`<rect ` + box + ` fill="RGBA(1 2 3 / .25)"/>`:                          {Colour: model.RGB(0x010203), Clear: .75},
		`<g fill="teal" fill-opacity=".5"><rect ` + box + ` opacity=".5"/></g>`: {Colour: model.RGB(0x008080), Clear: .75},
		`<g color="red"><rect ` + box + ` fill="currentColor"/></g>`:            {Colour: model.RGB(0xFF0000)},
		`<rect ` + box + ` fill="url(#none) blue"/>`:                            {Colour: model.RGB(0x0000FF)},
		`<style>/* */ .b, #x{fill:lime} rect.a{fill:red} rect{fill:blue}</style><rect class="b a" fill="gray" ` + box + `/>`:   {Colour: model.RGB(0xFF0000)},
		`<style>.a{fill:red}</style><rect class="a" style="fill : blue !important; stroke:none" ` + box + `/>`:                 {Colour: model.RGB(0x0000FF)},
		`<style>#x{fill:lime} .a{fill:red}</style><rect class="a" id="x" ` + box + `/>`:                                        {Colour: model.RGB(0x00FF00)},
		`<linearGradient id="g"><stop stop-color="red" stop-opacity=".5"/></linearGradient><rect fill="url(#g)" ` + box + `/>`: {Colour: model.RGB(0xFF0000), Clear: .5},
	} {
		f := items(t, 1, body)[0].Look.Fill
		if f.Colour != want.Colour || math.Abs(f.Clear-want.Clear) > .001 {
			t.Errorf("%s is filled with %+v, want %+v", body, f, want)
		}
	}
}

func TestLines(t *testing.T) {
	t.Parallel()
	i := items(t, 1, `<g transform="scale(2)"><line x2="9" stroke="red" stroke-width="3" stroke-opacity=".5" stroke-linecap="square" stroke-linejoin="bevel" stroke-miterlimit="7" stroke-dasharray="1,2 3" stroke-dashoffset="-1"/></g>`)[0]
	if l := i.Look.Line; !near(l.Width, 6) || len(l.Dash) != 3 || !near(l.Dash[1], 4) || l.Clear != .5 || i.Look.Fill.Filled() {
		t.Errorf("line = %+v", i.Look)
	}
	if p := i.Pen; p.End != canvas.EndSquare || p.Corner != canvas.CornerCut || p.Mitre != 7 || !near(p.Phase, 22) {
		t.Errorf("pen = %+v", p)
	}
	i = items(t, 1, `<path transform="scale(4 1)" d="M0 0h10v10" stroke="red" fill-rule="evenodd"/>`)[0]
	if i.Matrix == nil || math.Abs(i.Matrix[0]-2) > 1e-9 || math.Abs(i.Look.Line.Width-2) > 1e-9 || !i.Path.EvenOdd {
		t.Errorf("a line that grows in one direction is %g wide at %v", i.Look.Line.Width, i.Matrix)
	}
}

func TestGradients(t *testing.T) {
	t.Parallel()
	const stops = `<stop stop-color="red"/><stop offset="50%" style="stop-color:blue;stop-opacity:.5"/>`
	s := items(t, 1, `<linearGradient id="g" gradientTransform="rotate(90)">`+stops+`</linearGradient><rect x="10" y="10" width="20" height="40" fill="url('#g')" fill-opacity=".5"/>`)[0].Shade
	if s == nil || s.X2 != 1 || len(s.Stops) != 2 || s.Stops[0].Clear != .5 || s.Stops[1].Clear != .75 || s.Stops[1].At != .5 {
		t.Fatalf("gradient = %+v", s)
	}
	if x, y := vector.Matrix(s.Matrix).Apply(1, 0); math.Abs(x-10) > .01 || math.Abs(y-50) > .01 {
		t.Errorf("its end is at %g, %g", x, y)
	}
	s = items(t, 1, `<radialGradient id="h">`+stops+`</radialGradient><radialGradient id="g" href="#h" gradientUnits="userSpaceOnUse" cx="10" cy="20" r="5" fx="30" fr="1"/><rect width="20" height="40" fill="url(#g)"/>`)[0].Shade
	if s == nil || !s.Radial || s.R2 != 5 || s.R1 != 1 || math.Abs(s.X1-14.95) > .01 || s.Y1 != 20 {
		t.Errorf("gradient = %+v", s)
	}
	s = items(t, 1, `<linearGradient id="g" x2=".25" spreadMethod="reflect">`+stops+`</linearGradient><rect width="20" height="40" fill="url(#g)"/>`)[0].Shade
	if s == nil || len(s.Stops) != 8 || s.Stops[2].Color != (canvas.Color{B: 255}) || s.X2 != 1 {
		t.Errorf("reflected = %+v", s)
	}
	s = items(t, 1, `<radialGradient id="g" r=".25" spreadMethod="repeat">`+stops+`</radialGradient><rect width="20" height="20" fill="url(#g)"/>`)[0].Shade
	if s == nil || len(s.Stops) != 6 || s.R2 != .75 {
		t.Errorf("repeated = %+v", s)
	}
}

func TestClipsAndGroups(t *testing.T) {
	t.Parallel()
	got := items(t, 3, `<clipPath id="a" transform="translate(1 0)"><path d="M0 0h5v5" clip-rule="evenodd"/></clipPath><clipPath id="b" clipPathUnits="objectBoundingBox" clip-path="url(#a)"><rect width=".5" height="1"/></clipPath>
		<rect width="20" height="40" clip-path="url(#a)"/><rect x="10" width="20" height="40" style="clip-path:url(#b)"/>
		<g opacity=".25"><rect width="20" height="40" clip-path="url(#a)"/><rect width="20" height="40"/></g><g opacity="0"><rect width="20" height="40"/></g>`)
	if c := got[0].Clip; c == nil || len(c.Paths) != 1 || !c.Paths[0].EvenOdd {
		t.Errorf("clip = %+v", c)
	} else {
		spans(t, "clip", c.Paths[0], [4]float64{1, 0, 6, 5})
	}
	if c := got[1].Clip; c == nil || len(c.Paths) != 2 {
		t.Errorf("clip of a clip = %+v", c)
	} else {
		spans(t, "clip by shares", c.Paths[0], [4]float64{10, 0, 20, 40})
	}
	if g := got[2]; len(g.Group) != 2 || g.Clear != .75 || g.Group[0].Clip == nil || g.Group[1].Clip != nil {
		t.Errorf("group = %+v", g)
	}
}

func TestPicturesWithin(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 4, 2))); err != nil {
		t.Fatal(err)
	}
	i := items(t, 1, `<image x="10" y="10" width="20" height="20" href="data:image/png;base64,`+base64.StdEncoding.EncodeToString(b.Bytes())+`"/>`)[0]
	if !bytes.Equal(i.Bitmap, b.Bytes()) || !near(i.W, 20) || !near(i.H, 10) || !near(i.Matrix[4], 10) || !near(i.Matrix[5], 15) || i.Clip == nil {
		t.Errorf("picture of %g by %g at %v", i.W, i.H, i.Matrix)
	}
}

func TestSizes(t *testing.T) {
	t.Parallel()
	for attrs, want := range map[string][2]float64{
		`width="100" height="50"`: {75, 37.5}, `viewBox="0 0 40 20"`: {30, 15}, `viewBox="0 0 40 20" width="80"`: {60, 30}, `viewBox="0 0 40 20" height="80" width="100%"`: {30, 60}, ``: {225, 112.5},
	} {
		p, _, err := Read([]byte(`<svg:svg xmlns:svg="http://www.w3.org/2000/svg" ` + attrs + `><svg:rect width="1" height="1"/></svg:svg>`))
		if err != nil || p.Width != want[0] || p.Height != want[1] || len(p.Items) != 1 {
			t.Errorf("%s: %+v, %v", attrs, p, err)
		}
	}
}

func TestWhatIsRefused(t *testing.T) {
	t.Parallel()
	const box = `width="10" height="10"`
	deep := strings.Repeat("<g>", maxDepth) + strings.Repeat("</g>", maxDepth)
	laugh := `<path id="a0" d="M0 0h1v1"/>`
	for i := range 9 {
		laugh += fmt.Sprintf(`<g id="a%d">%s</g>`, i+1, strings.Repeat(fmt.Sprintf(`<use href="#a%d"/>`, i), 10))
	}
	for _, body := range []string{
		`<text>a</text>`, `<g filter="url(#f)"/>`, `<rect style="mask:url(#m)" ` + box + `/>`, `<path marker-end="url(#m)" d="M0 0h1"/>`, `<script/>`, `<foreignObject/>`, `<animate/>`, `<switch/>`,
		`<image ` + box + ` href="http://example.com/a.png"/>`, `<image ` + box + ` href="data:image/png;base64,AAAA"/>`, `<use href="other.svg#a"/>`, `<use href="#none"/>`, `<g id="a"><use href="#a"/></g>`,
		`<pattern id="p"/><rect fill="url(#p)" ` + box + `/>`, `<rect fill="url(#p)" ` + box + `/>`, `<rect fill="notacolour" ` + box + `/>`, `<style>a b{fill:red}</style>`, `<style>@import "a";</style>`,
		`<rect transform="perspective(3)" ` + box + `/>`, `<rect clip-path="url(#none)" ` + box + `/>`, `<clipPath id="c"><text/></clipPath><rect clip-path="url(#c)" ` + box + `/>`,
		`<linearGradient id="g"><stop/><stop offset="1"/></linearGradient><path stroke="url(#g)" d="M0 0h9v9"/>`, `<g`, `<g></h>`, `&a;`, deep, laugh, `<clipPath id="c" clip-path="url(#c)"><rect ` + box + `/></clipPath><rect clip-path="url(#c)" ` + box + `/>`,
	} {
		if p, _, err := Read(file(body)); !errors.Is(err, ErrRefused) {
			t.Errorf("%.80s is read as %d items; %v", body, len(p.Items), err)
		}
	}
	for _, data := range []string{"", "<html/>", `<svg viewBox="0 0 0 0"/>`, `<svg opacity=".5"/>`, `<!DOCTYPE svg [<!ENTITY a "b">]><svg><g id="&a;"/></svg>`} {
		if _, _, err := Read([]byte(data)); !errors.Is(err, ErrRefused) {
			t.Errorf("%q is not refused: %v", data, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, body := range []string{
		`<path d="M0 0C1 2 3 4 5 6S7 8 9 0Q1 2 3 4T5 6A1 2 30 0 1 4 5zl1e9-1"/>`, `<rect x="1%" width="1e9" height="1in" rx="1" stroke="red" stroke-dasharray="1 2"/>`,
		`<style>.a{fill:#123;stroke:red} #b{opacity:.5}</style><g id="b" class="a" transform="rotate(3)scale(1 2)"><circle r="3"/><use href="#b"/></g>`,
		`<radialGradient id="g" fx="9" spreadMethod="repeat"><stop/><stop offset="1"/></radialGradient><rect fill="url(#g)" width="9" height="9"/>`,
		`<clipPath id="c"><circle r="3"/><use href="#d"/></clipPath><path id="d" clip-path="url(#c)" d="M0 0h1v1"/><svg viewBox="0 0 1e-9 1" width="5"><rect width="1" height="1"/></svg>`,
		`<image width="3" href="data:image/png;base64,iVBORw0KGgo="/>`, `<polygon points="1 2 3 4 5 6" style="fill:rgb(1,2%,3);stroke:rgba(1 2 3/.5)"/>`,
	} {
		f.Add(file(body))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, _, err := Read(data)
		if err != nil {
			return
		}
		for _, i := range p.Items {
			if i.X != i.X || i.W != i.W || i.Look.Line.Width != i.Look.Line.Width || i.Matrix != nil && i.Matrix[0] != i.Matrix[0] {
				t.Errorf("an item has no place: %+v", i)
			}
			if i.Path != nil {
				if x, y, _, _ := i.Path.Extent(); x != x || y != y {
					t.Error("a path has no place")
				}
			}
		}
	})
}
