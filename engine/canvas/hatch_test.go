package canvas

import (
	"math/bits"
	"strings"
	"testing"
)

func TestHatchesArePatterns(t *testing.T) {
	t.Parallel()
	d := New()
	p := d.AddPage(200, 100)
	var path Path
	path.Rect(10, 20, 30, 5)
	stripes := Hatch{Bits: 0xFF00000000000000, Front: Color{R: 255}, Back: White}
	p.FillHatch(&path, stripes)
	p.FillHatch(&path, stripes)
	p.FillRect(0, 0, 1, 1, White)
	got := strings.ReplaceAll(string(p.content.Bytes()), "\n", " ")
	area := "10 80 m 40 80 l 40 75 l 10 75 l h f "
	once := area + "/Pattern cs /H1 scn " + area
	if want := "1 g " + once + "1 g " + once + "1 g 0 99 1 1 re f "; got != want {
		t.Errorf("operators %q, want %q", got, want)
	}
	if len(d.hatches) != 1 {
		t.Errorf("%d patterns for one hatch", len(d.hatches))
	}
	for h, u := range d.hatches {
		s := d.doc.Stream(u.ref)
		content, err := d.doc.StreamContent(u.ref)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(strings.Fields(string(content)), " "); got != "1 0 0 rg -1 7 10 1 re -1 -1 10 1 re f" {
			t.Errorf("the tile of %+v is %q", h, got)
		}
		if n := s.IntEntry("PatternType"); n == nil || *n != 1 {
			t.Errorf("the pattern is %v", s.Dict)
		}
	}
}

func TestHatchesOfMostlyFrontAreDrawnTheOtherWay(t *testing.T) {
	t.Parallel()
	var path Path
	path.Rect(0, 0, 9, 9)
	red := Color{R: 255}
	dense := drawn(t, func(p *Page) { p.FillHatch(&path, Hatch{Bits: ^uint64(1), Front: red, Back: White}) })
	if !strings.HasPrefix(dense, "1 0 0 rg") {
		t.Errorf("a hatch that is nearly full is drawn by %q", dense)
	}
	if full := drawn(t, func(p *Page) { p.FillHatch(&path, Hatch{Bits: ^uint64(0), Front: red, Back: White}) }); strings.Contains(full, "Pattern") {
		t.Errorf("a hatch that is full is drawn by %q", full)
	}
	if open := drawn(t, func(p *Page) { p.FillHatch(&path, Hatch{Bits: 1, Front: red, Open: true}) }); !strings.HasPrefix(open, "/Pattern cs") {
		t.Errorf("an open hatch is drawn by %q", open)
	}
}

func TestRunsCoverAllDotsOnce(t *testing.T) {
	t.Parallel()
	for _, dots := range []uint64{0, 1, 0xAA55AA55AA55AA55, 0xC1E070381C0E0783, 0x77898F8F7798F8F8, ^uint64(0)} {
		var seen uint64
		area := 0.0
		for _, r := range runs(dots) {
			area += r[2] * r[3]
			for y := max(0, r[1]); y < min(hatchSide, r[1]+r[3]); y++ {
				for x := max(0, r[0]); x < min(hatchSide, r[0]+r[2]); x++ {
					seen |= 1 << (63 - int(y)*hatchSide - int(x))
				}
			}
		}
		if seen != dots {
			t.Errorf("runs of %016x cover %016x", dots, seen)
		}
		// All dots, and those of the neighbours around: a row or column again on each side.
		if area < float64(bits.OnesCount64(dots)) || area > 100 {
			t.Errorf("runs of %016x have an area of %g dots", dots, area)
		}
	}
}
