package metafile

import (
	"bytes"
	"math"
	"testing"

	"quire/engine/canvas"
	"quire/engine/sheet/vector"
)

// shows tells whether a point is inside a clip, by the rules of ISO 32000-1, 8.5.3.3.
func shows(c *vector.Clip, x, y float64) bool {
	if c == nil {
		return true
	}
	if b := c.Box; b != nil && (x < b.X || x > b.X+b.W || y < b.Y || y > b.Y+b.H) {
		return false
	}
	for _, p := range c.Paths {
		n := winding(p, x, y)
		if n == 0 || p.EvenOdd && n%2 == 0 {
			return false
		}
	}
	return true
}

// winding counts how often a path of straight lines surrounds a point.
func winding(p *canvas.Path, x, y float64) int {
	content := canvas.NewContent(nil)
	content.Outline(p, nil, "n")
	var numbers []float64
	var first, last [2]float64
	n := 0
	side := func(to [2]float64) {
		if (last[1] > y) != (to[1] > y) && x < last[0]+(y-last[1])/(to[1]-last[1])*(to[0]-last[0]) {
			if to[1] > last[1] {
				n++
			} else {
				n--
			}
		}
		last = to
	}
	for _, word := range bytes.Fields(content.Bytes()) {
		switch string(word) {
		case "m":
			side(first)
			first = [2]float64{numbers[0], numbers[1]}
			last = first
		case "l":
			side([2]float64{numbers[0], numbers[1]})
		case "h", "n":
			side(first)
		default:
			numbers = append(numbers, number(word))
			continue
		}
		numbers = numbers[:0]
	}
	return n
}

func number(word []byte) float64 {
	v, sign, unit := 0.0, 1.0, 0.0
	for _, c := range word {
		switch {
		case c == '-':
			sign = -1
		case c == '.':
			unit = 1
		default:
			v, unit = v*10+float64(c-'0'), unit*10
		}
	}
	return sign * v / math.Max(1, unit)
}

// triangle is a path whose right angle is at 10, 10 and whose legs have 30 units.
func triangle() [][]byte {
	return [][]byte{record(recordBeginPath, nil), record(recordMoveTo, words(10, 10)), record(recordLineTo, words(40, 10)), record(recordLineTo, words(10, 40)), record(recordCloseFigure, nil), record(recordEndPath, nil)}
}

func TestClipsByPath(t *testing.T) {
	t.Parallel()
	box := record(recordClipRectangle, words(20, 0, 100, 50))
	for name, c := range map[string]struct {
		mode int
		// whether these show: inside of both, of the path, of the rectangle, of none
		want [4]bool
	}{
		"intersect": {1, [4]bool{true, false, false, false}},
		"union":     {2, [4]bool{true, true, true, false}},
		"exclusive": {3, [4]bool{false, true, true, false}},
		"exclude":   {4, [4]bool{false, false, true, false}},
		"replace":   {5, [4]bool{true, true, false, false}},
	} {
		records := append([][]byte{box}, triangle()...)
		items := play(t, append(records, record(recordClipPath, words(c.mode)), record(recordRectangle, words(0, 0, 100, 50)))...)
		if len(items) != 1 {
			t.Fatalf("%s: %d items, want 1", name, len(items))
		}
		for i, at := range [][2]float64{{22, 12}, {12, 22}, {60, 40}, {5, 45}} {
			if got := shows(items[0].Clip, at[0]*.72, at[1]*.72); got != c.want[i] {
				t.Errorf("%s: %v shows: %v", name, at, got)
			}
		}
	}
}

func TestClipsThatLeaveOut(t *testing.T) {
	t.Parallel()
	box := record(recordRectangle, words(0, 0, 100, 50))
	region := words(80, 1, 32, 1, 2, 32, 0, 0, 60, 30, 0, 0, 20, 30, 40, 0, 60, 30)
	turn := append(words(0, 0x3F800000, -0x40800000, 0, 0x42480000, 0), words(2)...) // a quarter, and 50 to the right
	items := play(t, record(recordExcludeRectangle, words(10, 10, 20, 20)), box, record(recordMoveClip, words(30, 0)), box,
		record(recordClipRegion, words(0, 5)), record(recordClipRegion, region), box, record(recordClipRectangle, words(22, 0, 38, 30)), box,
		record(recordClipRegion, words(0, 5)), record(recordModifyWorld, turn), record(recordClipRectangle, words(0, 0, 10, 40)), box,
		record(recordClipRectangle, words(900, 900, 900, 900)), box)
	if len(items) != 5 {
		t.Fatalf("%d items, want 5: the last one is hidden", len(items))
	}
	for i, c := range []struct{ seen, hidden [2]float64 }{
		{[2]float64{5, 15}, [2]float64{15, 15}}, {[2]float64{15, 15}, [2]float64{45, 15}},
		{[2]float64{50, 15}, [2]float64{30, 15}}, {[2]float64{-1, -1}, [2]float64{30, 15}}, {[2]float64{20, 5}, [2]float64{20, 15}},
	} {
		if c.seen[0] >= 0 && !shows(items[i].Clip, c.seen[0]*.72, c.seen[1]*.72) {
			t.Errorf("item %d: %v is hidden", i, c.seen)
		}
		if shows(items[i].Clip, c.hidden[0]*.72, c.hidden[1]*.72) {
			t.Errorf("item %d: %v shows", i, c.hidden)
		}
	}
}

func TestClipsThatAreNoOutlineAreNamed(t *testing.T) {
	t.Parallel()
	records := append(triangle(), record(recordClipPath, words(1)), record(recordClipRectangle, words(0, 0, 20, 20)))
	records = append(append(records, triangle()...), record(recordClipPath, words(2)))
	p, err := Read(metafile(records...))
	if err != nil || len(p.Missing) != 1 {
		t.Errorf("missing %q, want a clip; %v", p.Missing, err)
	}
}

// area is a region of two rectangles over each other.
func area() []int {
	return []int{0, 6, 0, 0, 0, 2, 2, 100, 100, 500, 300, 2, 100, 200, 100, 300, 2, 2, 200, 300, 300, 500, 2}
}

func TestClipsOfWindowsMetafiles(t *testing.T) {
	t.Parallel()
	box := old(oldRectangle, []int{2000, 3000, 0, 0})
	p, err := Read(wmf(true, old(oldWindowOrigin, []int{0, 0}), old(oldWindowSize, []int{2000, 3000}), old(oldRegion, area()), old(oldClipRegion, []int{0}), box,
		old(oldMoveClip, []int{0, 1000}), box, old(oldExclude, []int{220, 9999, 0, 0}), box))
	if err != nil || len(p.Items) != 3 {
		t.Fatalf("%d items, want 3; %v", len(p.Items), err)
	}
	for i, c := range []struct {
		x, y float64
		want bool
	}{{200, 150, true}, {400, 150, false}, {400, 250, true}} {
		for j, want := range []bool{c.want, c.want, c.want && c.y > 220} {
			x := c.x + float64(min(j, 1))*1000
			if got := shows(p.Items[j].Clip, x*.072, c.y*.072); got != want {
				t.Errorf("point %d of item %d shows: %v", i, j, got)
			}
		}
	}
}
