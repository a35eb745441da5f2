package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"quire/engine"
	"quire/internal/benchbook"
	"quire/internal/sample"
)

// officeBook is a book of an office, in the format of benchmarks.
const officeBook = `{"format": "bench-book/1", "name": "Renewal Book", "pages": [
	{"type": "static", "file": "about.pdf"},
	{"type": "choosable", "choices": [{"when": {"all": [{"attr": "rep", "op": "equals", "value": "Ana"}]}, "file": "representative.pdf"}], "default": "house.pdf"},
	{"type": "pdf_form", "file": "application.pdf", "fields": {"` + sample.FieldEmployer + `": "name", "` + sample.FieldFEIN + `": "fein", "` + sample.FieldCity + `": "city"}},
	{"type": "excel", "file": "proposal.xlsx", "tab": "` + sample.ProposalTab + `"},
	{"type": "static", "file": "house.pdf"}]}`

// officeTask writes the sources of the book, and its pages as they are when all
// is filled and printed: what is left to other tools is to join these.
func officeTask(ctx context.Context, dir, out string) (task, error) {
	t := task{name: "a booklet of files, a form and a worksheet (others: its finished pages)", out: out,
		book: filepath.Join(dir, "book.json"), customer: filepath.Join(dir, "customer.json")}
	customer, err := json.Marshal(officeCustomer(0))
	if err != nil {
		return t, err
	}
	files := map[string]func() ([]byte, error){
		"book.json": func() ([]byte, error) { return []byte(officeBook), nil }, "customer.json": func() ([]byte, error) { return customer, nil },
		"about.pdf": sample.About, "house.pdf": sample.House, "application.pdf": sample.CarrierForm,
		"representative.pdf": func() ([]byte, error) { return sample.Representative(sample.Representatives[0]) },
		"logo.png":           func() ([]byte, error) { return sample.Logo(1) },
		"proposal.xlsx":      func() ([]byte, error) { return sample.Workbook("Harbour Freight & Logistics", "2026 Q3", 214) },
	}
	for name, makeFile := range files {
		data, err := makeFile()
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), data, 0o600)
		}
		if err != nil {
			return t, err
		}
	}
	plan, err := officePlan(0)
	if err != nil {
		return t, err
	}
	for i, page := range plan.Pages {
		var b bytes.Buffer
		if _, err := engine.Compose(ctx, engine.Plan{Pages: []engine.Page{page}}, engine.FileSources(dir), &b, nil); err != nil {
			return t, err
		}
		path := filepath.Join(dir, fmt.Sprintf("finished%d.pdf", i))
		if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
			return t, err
		}
		t.inputs = append(t.inputs, path)
	}
	return t, nil
}

func officeCustomer(n int) map[string]any {
	return map[string]any{"rep": "Ana", "name": fmt.Sprintf("Customer %d of Łódź", n), "fein": fmt.Sprint(123456000 + n%1000), "city": "Gdańsk"}
}

// officePlan is the booklet of one of many customers, with a cover.
func officePlan(customer int) (engine.Plan, error) {
	data, err := json.Marshal(officeCustomer(customer))
	if err != nil {
		return engine.Plan{}, err
	}
	return benchbook.Plan([]byte(officeBook), data)
}

// repeats makes booklets in this process as a worker does: for the first time, and
// for other customers when what is the same in all of them was seen before.
func repeats(ctx context.Context, dir string, runs int) error {
	headroom := make([]byte, 64<<20) // as the service keeps for garbage
	defer runtime.KeepAlive(headroom)
	fmt.Printf("\n%-42s %10s %10s %8s\n", "within one process, CPU ms", "first", "again", "ratio")
	static := engine.Plan{Title: "B"}
	for i := range 20 {
		static.Pages = append(static.Pages, engine.Page{Kind: engine.KindStatic, Source: fmt.Sprintf("small%03d.pdf", i)})
	}
	office := func(customer int) (engine.Plan, error) {
		p, err := officePlan(customer)
		p.Pages = append([]engine.Page{{Kind: engine.KindCover, Cover: &engine.CoverOptions{Book: p.Title, Customer: fmt.Sprint("Customer ", customer), Logo: "logo.png"}}}, p.Pages...)
		return p, err
	}
	for _, b := range []struct {
		name string
		plan func(customer int) (engine.Plan, error)
	}{
		{"20 files of 1 to 5 pages", func(int) (engine.Plan, error) { return static, nil }},
		{"cover, files, form and worksheet", office},
	} {
		// One of each first: typefaces are read once in a process.
		var first, again []time.Duration
		for run := range runs + 1 {
			sources := known{engine.FileSources(dir)}
			cache := engine.NewCache(128 << 20)
			const times = 20
			took, err := spent(ctx, cache, sources, b.plan, 0, 1)
			if err != nil {
				return err
			}
			later, err := spent(ctx, cache, sources, b.plan, 1, times)
			if err != nil {
				return err
			}
			if run > 0 {
				first, again = append(first, took), append(again, later/times)
			}
		}
		f, a := least(first), least(again)
		fmt.Printf("  %-40s %10.2f %10.2f %8.2f\n", b.name, 1000*f.Seconds(), 1000*a.Seconds(), a.Seconds()/f.Seconds())
	}
	return nil
}

// spent is the processor's time of this process while it makes booklets.
func spent(ctx context.Context, cache *engine.Cache, sources engine.Sources, plan func(int) (engine.Plan, error), from, n int) (time.Duration, error) {
	before := processorTime()
	for customer := from; customer < from+n; customer++ {
		p, err := plan(customer)
		if err != nil {
			return 0, err
		}
		if _, err := cache.Compose(ctx, p, sources, io.Discard, nil); err != nil {
			return 0, err
		}
	}
	return processorTime() - before, nil
}

func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err) // the arguments are constant
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func least(all []time.Duration) time.Duration {
	m := all[0]
	for _, d := range all {
		m = min(m, d)
	}
	return m
}

// known are sources whose content stays, so that their names tell it.
type known struct{ engine.Sources }

// Open opens a source.
func (k known) Open(ctx context.Context, name string) (engine.Source, error) {
	src, err := k.Sources.Open(ctx, name)
	return &named{src, name}, err
}

type named struct {
	engine.Source
	name string
}

// SHA256 stands for the content.
func (n *named) SHA256() string { return n.name }

// photographs is a file of pages with a picture of 1 MB each that no tool can
// compress further.
func photographs(pages int) []byte {
	r := rand.New(rand.NewPCG(1, 2))
	var b bytes.Buffer
	var at []int
	object := func(body string, stream []byte) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s", len(at), body)
		if stream != nil {
			b.WriteString("stream\n")
			b.Write(stream)
			b.WriteString("\nendstream")
		}
		b.WriteString("\nendobj\n")
	}
	b.WriteString("%PDF-1.4\n")
	var kids strings.Builder
	for i := range pages {
		fmt.Fprintf(&kids, "%d 0 R ", 3+3*i)
	}
	object("<</Type/Catalog/Pages 2 0 R>>", nil)
	object(fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", pages, kids.String()), nil)
	for i := range pages {
		object(fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</XObject<</I %d 0 R>>>>>>", 4+3*i, 5+3*i), nil)
		content := "q 500 0 0 500 40 40 cm /I Do Q"
		object(fmt.Sprintf("<</Length %d>>", len(content)), []byte(content))
		picture := make([]byte, 1<<20)
		for j := range picture {
			picture[j] = byte(r.Uint32())
		}
		object(fmt.Sprintf("<</Type/XObject/Subtype/Image/Width 1000/Height 1000/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode/Length %d>>", len(picture)), picture)
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, offset := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, table)
	return b.Bytes()
}
