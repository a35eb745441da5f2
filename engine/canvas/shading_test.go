package canvas

import (
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

func box() *Path {
	var p Path
	p.Rect(10, 10, 20, 20)
	return &p
}

func TestGradients(t *testing.T) {
	t.Parallel()
	page := New().AddPage(200, 100)
	two := []Stop{{At: 0, Color: Color{R: 255}}, {At: 1, Color: White}}
	page.FillShading(box(), &Shading{X1: 10, X2: 30, Stops: two})
	page.FillShading(box(), &Shading{Radial: true, X1: 20, Y1: 20, X2: 20, Y2: 20, R2: 10, Matrix: [6]float64{2, 0, 0, 1, 0, 0}, Stops: []Stop{{At: .2}, {At: .2, Clear: .5}, {At: .7, Color: White}}})
	page.FillShading(box(), &Shading{X1: 10, X2: 10, Stops: two})
	page.FillShading(box(), &Shading{X1: 10, X2: 20, Stops: two, Matrix: [6]float64{1, 0, 1, 0, 0, 0}})
	page.FillShading(box(), &Shading{Triangles: []Vertex{{X: 10, Y: 10}, {X: 30, Y: 10, Clear: .5}, {X: 10, Y: 30, Color: White}}})
	shadings, _ := page.content.res["Shading"].(types.Dict)
	kinds := map[types.Object]int{}
	for _, s := range shadings {
		if d, ok := s.(types.Dict); ok {
			kinds[d["ShadingType"]]++
			if f, ok := d["Function"].(types.Dict); ok && d["ShadingType"] == types.Integer(3) {
				if n := len(f["Functions"].(types.Array)); n != 3 || len(f["Bounds"].(types.Array)) != 2 {
					t.Errorf("the function has %d parts, want those before, between and behind the colours", n)
				}
			}
			continue
		}
		kinds[types.Integer(4)]++
	}
	if len(shadings) != 3 || kinds[types.Integer(2)] != 1 || kinds[types.Integer(3)] != 1 || kinds[types.Integer(4)] != 1 {
		t.Errorf("shadings = %v", kinds)
	}
	content := string(page.content.Bytes())
	if n := strings.Count(content, " sh\n"); n != 3 {
		t.Errorf("%d shadings are painted, want 3", n)
	}
	if n := strings.Count(content, " gs\n"); n != 2 {
		t.Errorf("%d masks, want those of what is transparent", n)
	}
	if n := strings.Count(content, "1 g\n"); n != 1 {
		t.Errorf("what has no extent is not in its last colour:\n%s", content)
	}
}

func TestGroupsAreDrawnAsOne(t *testing.T) {
	t.Parallel()
	doc := New()
	page := doc.AddPage(200, 100)
	page.Group(.5, func() {
		page.Save()
		page.Group(.25, func() { page.Fill(box(), Black) })
	})
	page.Fill(box(), Black)
	content := string(page.content.Bytes())
	if !strings.HasPrefix(content, "q\n/GO50 gs\n/T2 Do\nQ\n") || strings.Count(content, " re\n")+strings.Count(content, "\nf\n") != 1 {
		t.Errorf("content = %s", content)
	}
	if _, err := doc.Finish(); err != nil {
		t.Error(err)
	}
}

func TestEndsAndCornersOfLines(t *testing.T) {
	t.Parallel()
	got := drawn(t, func(p *Page) {
		pen := Pen{Width: 1, End: EndSquare, Corner: CornerCut, Mitre: 4, Dash: []float64{2}, Phase: 1}
		p.Line(0, 0, 1, 0, pen)
		pen.Round, pen.Mitre, pen.Dash, pen.Phase = true, 0, nil, 0
		p.Line(0, 0, 1, 0, pen)
	})
	const want = "0 G [2] 1 d 2 J 2 j 4 M 0 100 m 1 100 l S [] 0 d 1 J 1 j 10 M 0 100 m 1 100 l S"
	if got != want {
		t.Errorf("operators %q, want %q", got, want)
	}
}

func TestEndsAndBoundsOfPaths(t *testing.T) {
	t.Parallel()
	var p Path
	p.MoveTo(1, 1)
	p.CurveTo(1, 1, 5, 9, 7, 3)
	first, last, open := p.Ends()
	if !open || first != [2][2]float64{{5, 9}, {1, 1}} || last != [2][2]float64{{5, 9}, {7, 3}} {
		t.Errorf("ends = %v, %v, %v", first, last, open)
	}
	if x1, y1, x2, y2 := p.Bounds(); x1 != 1 || y1 != 1 || x2 != 7 || y2 != 9 {
		t.Errorf("bounds = %g %g %g %g", x1, y1, x2, y2)
	}
	p.Close()
	if _, _, open = p.Ends(); open {
		t.Error("a closed path is open")
	}
}

func TestWhatIsRecordedIsPutInSeveralPlaces(t *testing.T) {
	t.Parallel()
	doc := New()
	first, second := doc.AddPage(200, 100), doc.AddPage(200, 300)
	r := first.Record(func() { first.Fill(box(), Black) })
	first.Put(r, 10, 20, 2, 1)
	second.Put(r, 10, 20, 1, 2)
	for page, want := range map[*Page]string{first: "q\n2 0 0 1 10 -20 cm\n/T1 Do\nQ\n", second: "q\n1 0 0 2 10 80 cm\n/T1 Do\nQ\n"} {
		if got := string(page.content.Bytes()); got != want {
			t.Errorf("operators %q, want %q", got, want)
		}
	}
}
