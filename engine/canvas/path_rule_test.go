package canvas

import (
	"strings"
	"testing"
)

func TestPathsOfHolesAreFilledAndClippedByTheirRule(t *testing.T) {
	t.Parallel()
	page := New().AddPage(100, 100)
	path := &Path{EvenOdd: true}
	path.Rect(0, 0, 50, 50)
	hole := &Path{}
	hole.Rect(10, 10, 10, 10)
	path.Append(hole.Moved(5, 5))
	page.ClipPath(path)
	page.Fill(path, Gray(0))
	page.Fill(hole, Gray(0))
	got := string(page.content.Bytes())
	for _, want := range []string{"h\nW* n\n", "h\nf*\n", "h\nf\n", "15 85 m"} {
		if strings.Count(got, want) < 1 {
			t.Errorf("%q is missing in %s", want, got)
		}
	}
	if path.Len() != 10 {
		t.Errorf("the path has %d steps, want 10", path.Len())
	}
}
