package form

import (
	"bytes"
	"context"
	"testing"

	"quire/engine/pdf"
)

func FuzzAppearanceString(f *testing.F) {
	for _, s := range []string{"/Helv 12 Tf 0 g", "0 0 1 rg /F#20x 0 Tf", "(a(b)\\)c) <00> [1 2] << /A 1 >> Tj", "/F 1e9 Tf", "% c\n1 G", "/S#20x cs .5 1 scn /T CS 1 SC 2 Tr", "1 scn /P cs /P scn"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, da []byte) {
		a := parseAppearance(da)
		if a.size < 0 || a.size > maxFontSize {
			t.Errorf("size %g", a.size)
		}
		again := parseAppearance([]byte(a.color))
		if again.color != a.color {
			t.Errorf("colours %q are read as %q", a.color, again.color)
		}
	})
}

func FuzzContentBalance(f *testing.F) {
	for _, s := range []string{"q Q", "Q q q", "BI /W 1 ID q Q EI Q", "(q", "<q", "<< /A (q) >>", "]}", "q BT (Q) Tj ET % Q\nQ Q", "BI /W 9 ID EI q\nEI Q"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		d := measure(content)
		if d.low > 0 || d.low > d.net {
			t.Errorf("depths %+v", d)
		}
		wrapped := append(bytes.Repeat([]byte("q "), -d.low), content...)
		if e := measure(wrapped); e.low < 0 && !bytes.ContainsAny(content, "%(<") {
			t.Errorf("still restores too often: %+v", e)
		}
	})
}

func FuzzForm(f *testing.F) {
	f.Add(all().bytes())
	g := newFixture()
	g.form = "/NeedAppearances true /Q 2"
	g.field("/FT /Tx /T (a) /Ff 4096 /V (text) /MK <</R 90 /BC [1 0 0] /BG [0.5]>> /BS <</W 3 /S /B>>")
	g.field("/FT /Ch /T (b) /V [(x)] /I [0] /Opt [[(x) (X)] (y)] /MK <</R 180>> /BS <</S /D /D [1]>>")
	f.Add(g.bytes())
	h := newFixture()
	icon := h.stream("/BBox [0 0 40 40] /Matrix [0 1 -1 0 40 0]", "0 0 40 40 re f")
	h.field("/FT /Btn /Ff 65536 /T (go) /MK <</BC [0] /CA (Go) /TP 4 /IF <</S /A /SW /N /A [0 1]>> /I " + icon + ">>")
	h.field("/FT /Tx /T (turned) /AP <</N " + icon + ">> /DA (/Helv 0 Tf /Spot cs .5 scn) /DR <</ColorSpace <</Spot [/Separation /Red /DeviceGray " + icon + "]>>>>")
	f.Add(h.bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := pdf.ReadBytes(context.Background(), data, "fuzz.pdf")
		if err != nil {
			return
		}
		fields, err := Fields(doc)
		if err != nil {
			t.Fatal(err)
		}
		for _, field := range fields {
			value := Text("Łx\n漢")
			switch {
			case field.Kind == KindCheckbox:
				value = On(true)
			case len(field.Options) > 0 && field.Kind == KindList:
				value = Selected(field.Options[0].Export)
			case len(field.Options) > 0:
				value = Text(field.Options[0].Export)
			}
			// Refusing a value is fine; only panics and hangs are not.
			_, _ = Fill(doc, map[string]Value{field.Name: value})
		}
		if _, err := Flatten(doc); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		w := pdf.NewWriter(&out, pdf.Info{})
		if err := w.Append(context.Background(), doc, pdf.AppendOptions{}); err != nil {
			return
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		again, err := pdf.ReadBytes(context.Background(), out.Bytes(), "again.pdf")
		if err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
		if left, _ := Fields(again); len(left) != 0 {
			t.Errorf("%d fields are left", len(left))
		}
	})
}
