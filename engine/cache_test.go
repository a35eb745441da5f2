package engine_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"quire/engine"
	"quire/engine/canvas"
	"quire/engine/font"
	"quire/engine/pdf"
	"quire/internal/sample"
)

// hashed gives sources a hash, and counts the bytes that are read.
type hashed struct {
	engine.MemorySources
	read atomic.Int64
}

func (h *hashed) Open(ctx context.Context, name string) (engine.Source, error) {
	src, err := h.MemorySources.Open(ctx, name)
	if err != nil {
		return nil, err
	}
	return &hashedSource{src, name, h}, nil
}

type hashedSource struct {
	engine.Source
	name string
	from *hashed
}

// SHA256 stands for the content: here names do.
func (s *hashedSource) SHA256() string { return "sum of " + s.name }

// ReadAt counts.
func (s *hashedSource) ReadAt(p []byte, off int64) (int, error) {
	n, err := s.Source.ReadAt(p, off)
	s.from.read.Add(int64(n))
	return n, err
}

func TestCacheHasNoInfluenceOnTheBytes(t *testing.T) {
	t.Parallel()
	sources := &hashed{MemorySources: allSources(t)}
	sources.MemorySources["three"], sources.MemorySources["logo"] = sheets(t, 3, "s"), logo(t)
	turned := static("three")
	turned.PDF = &engine.PDFOptions{Pages: "2-", Rotate: 90, Paper: "A4"}
	stamped := static("three")
	stamped.Images = []engine.Image{{Source: "logo", Sheet: 1, Width: 9, Height: 9}}
	form := engine.Page{Kind: engine.KindStatic, Source: "form", SourceName: "form.pdf"}
	plan := engine.Plan{Title: "B", Pages: []engine.Page{coverPage(), static("a"), static("three"), turned, stamped, form, filled("x"), tab("rates"), filled("Łódź"), static("a"), tab("rates")}}
	want, err := engine.Compose(t.Context(), plan, sources, &bytes.Buffer{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	uncached := sources.read.Swap(0)
	cache := engine.NewCache(1 << 20)
	first, err := cache.Compose(t.Context(), plan, sources, &bytes.Buffer{}, nil)
	if err != nil || first.SHA256 != want.SHA256 || sources.read.Swap(0) > uncached {
		t.Fatalf("the first booklet differs: %v", err)
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			again, err := cache.Compose(t.Context(), plan, sources, &bytes.Buffer{}, nil)
			if err != nil || again.SHA256 != want.SHA256 {
				t.Errorf("a booklet from the cache differs: %v", err)
			}
		})
	}
	all.Wait()
	if n := sources.read.Load() / 4; n >= uncached {
		t.Errorf("%d bytes were read, %d without the cache", n, uncached)
	}
}

func TestWorkbooksStayOpen(t *testing.T) {
	t.Parallel()
	sources := &hashed{MemorySources: allSources(t)}
	cache := engine.NewCache(4 << 20)
	part := func(area string) engine.Page {
		p := tab("rates")
		p.Excel.Range = area
		return p
	}
	compose := func(c *engine.Cache, pages ...engine.Page) (sum string, read int64) {
		t.Helper()
		sources.read.Store(0)
		result, err := c.Compose(t.Context(), engine.Plan{Pages: pages}, sources, &bytes.Buffer{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		return result.SHA256, sources.read.Load()
	}
	_, once := compose(cache, tab("rates"))
	if _, twice := compose(engine.NewCache(4<<20), tab("rates"), part("A1")); twice != once {
		t.Errorf("two pages of a workbook read %d bytes, one %d", twice, once)
	}
	want, _ := compose(nil, part("A1:B2"))
	if got, read := compose(cache, part("A1:B2")); got != want || read != 0 {
		t.Errorf("another part of an open workbook: %d bytes were read, the booklet is the same: %t", read, got == want)
	}
}

func TestCacheIsBounded(t *testing.T) {
	t.Parallel()
	sources := &hashed{MemorySources: engine.MemorySources{}}
	for i := range 20 {
		sources.MemorySources[fmt.Sprint(i)] = sheets(t, 3, fmt.Sprint(i))
	}
	cache := engine.NewCache(30_000) // a file takes some 6,000
	compose := func(name string) (read int64) {
		t.Helper()
		sources.read.Store(0)
		if _, err := cache.Compose(t.Context(), engine.Plan{Pages: []engine.Page{static(name)}}, sources, &bytes.Buffer{}, nil); err != nil {
			t.Fatal(err)
		}
		return sources.read.Load()
	}
	for i := range 20 {
		if compose(fmt.Sprint(i)) == 0 {
			t.Errorf("file %d was not read", i)
		}
	}
	if compose("19") != 0 {
		t.Error("the latest file was read again")
	}
	if compose("0") == 0 {
		t.Error("the first file is still kept")
	}
	small := engine.NewCache(1000)
	for range 2 {
		sources.read.Store(0)
		if _, err := small.Compose(t.Context(), engine.Plan{Pages: []engine.Page{static("1")}}, sources, &bytes.Buffer{}, nil); err != nil {
			t.Fatal(err)
		}
		if sources.read.Load() == 0 {
			t.Error("what is too large was kept")
		}
	}
}

// BenchmarkRepeat makes booklets for the first time, and when what is the same in
// all of them was seen before: many static pages, and the book of an office with a
// cover, files, a form and a worksheet, each time for another customer.
func BenchmarkRepeat(b *testing.B) {
	headroom := make([]byte, 64<<20) // as the service keeps for garbage
	defer runtime.KeepAlive(headroom)
	for name, book := range map[string]func(testing.TB) (*hashed, func(int) engine.Plan){"static": staticBook, "office": officeBook} {
		sources, plan := book(b)
		for _, kind := range []string{"first", "repeat"} {
			b.Run(name+"/"+kind, func(b *testing.B) {
				cache := engine.NewCache(100 << 20)
				compose := func(customer int) {
					if _, err := cache.Compose(b.Context(), plan(customer), sources, io.Discard, nil); err != nil {
						b.Fatal(err)
					}
				}
				compose(0)
				for i := 1; b.Loop(); i++ {
					if kind == "first" {
						cache = engine.NewCache(100 << 20)
					}
					compose(i)
				}
			})
		}
	}
}

// staticBook is made of 40 files of five pages.
func staticBook(t testing.TB) (*hashed, func(int) engine.Plan) {
	sources := &hashed{MemorySources: engine.MemorySources{}}
	plan := engine.Plan{Title: "B"}
	for i := range 40 {
		name := fmt.Sprint(i)
		sources.MemorySources[name] = printed(t, 5, name)
		plan.Pages = append(plan.Pages, static(name))
	}
	return sources, func(int) engine.Plan { return plan }
}

// officeBook is like the book of the demonstration.
func officeBook(t testing.TB) (*hashed, func(int) engine.Plan) {
	t.Helper()
	sources := &hashed{MemorySources: engine.MemorySources{}}
	for name, file := range map[string]func() ([]byte, error){
		"about": sample.About, "representative": func() ([]byte, error) { return sample.Representative(sample.Representatives[0]) },
		"mark": func() ([]byte, error) { return sample.Logo(1) }, "form": sample.CarrierForm, "book": func() ([]byte, error) { return sample.Workbook("Harbour Freight & Logistics", "2026 Q3", 214) },
	} {
		data, err := file()
		if err != nil {
			t.Fatal(err)
		}
		sources.MemorySources[name] = data
	}
	return sources, func(customer int) engine.Plan {
		text := func(s string) engine.FieldValue { return engine.FieldValue{Text: &s} }
		form := engine.Page{Kind: engine.KindPDFForm, Title: "Application", Source: "form", Form: &engine.FormOptions{Values: map[string]engine.FieldValue{
			sample.FieldEmployer: text(fmt.Sprintf("Customer %d of Łódź", customer)), sample.FieldFEIN: text(fmt.Sprint(123456000 + customer%1000)),
			sample.FieldCity: text("Gdańsk"), sample.FieldPlan: text("ENR50"), sample.FieldRemarks: text("Nothing to declare."),
		}}}
		cover := coverPage()
		cover.Cover.Logo = "mark"
		cover.Cover.Customer = fmt.Sprintf("Customer %d", customer)
		sheet := tab(sample.ProposalTab)
		return engine.Plan{Title: "Renewal Book", Date: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
			Pages: []engine.Page{cover, static("about"), static("representative"), form, sheet}}
	}
}

// printed is a PDF of n pages of text.
func printed(t testing.TB, n int, tag string) []byte {
	t.Helper()
	d := canvas.New()
	for i := range n {
		p := d.AddPage(595, 842)
		for line := range 40 {
			p.Text(50, 60+18*float64(line), fmt.Sprintf("%s, page %d, line %d: premiums and benefits", tag, i, line), font.Lookup(font.Sans, false, false), 10, canvas.Color{})
		}
	}
	doc, err := d.Finish()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := pdf.NewWriter(&b, pdf.Info{})
	if err := errors.Join(w.Append(context.Background(), doc, pdf.AppendOptions{}), w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
