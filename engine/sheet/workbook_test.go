package sheet

import (
	"bytes"
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/xuri/excelize/v2"
)

func TestWorkbookServesManyAtATime(t *testing.T) {
	t.Parallel()
	data := everything(t)
	w, err := Open(bytes.NewReader(data), int64(len(data)), "book.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	before := w.Footprint()
	doc, _, err := render(data, "Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	want := file(t, doc)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 3 {
				doc, _, err := w.Render(context.Background(), Options{Tab: "Sheet1", Fonts: fonts})
				if err != nil {
					t.Error(err)
					return
				}
				if !bytes.Equal(file(t, doc), want) {
					t.Error("a workbook that is open prints otherwise than one that is opened")
				}
			}
		})
	}
	wg.Wait()
	if after := w.Footprint(); after <= before || before <= 0 {
		t.Errorf("the workbook takes %d bytes before and %d after a tab is read", before, after)
	}
}

func TestTwentyRunsGiveTheSameBytes(t *testing.T) {
	t.Parallel()
	data := rightToLeft(t)
	doc, _ := mustRender(t, data)
	want := file(t, doc)
	for i := range 20 {
		doc, _ := mustRender(t, data)
		if !bytes.Equal(file(t, doc), want) {
			t.Fatalf("run %d differs", i)
		}
	}
}

// BenchmarkSecondTab prints a tab of a workbook of which another one has been
// printed before: what a worker does for the next page or job.
func BenchmarkSecondTab(b *testing.B) {
	data := book(b, func(f *excelize.File) []error {
		_, err := f.NewSheet("Second")
		errs := []error{err}
		for _, tab := range []string{"Sheet1", "Second"} {
			for r := 1; r <= 60; r++ {
				row := make([]any, 10)
				for c := range row {
					row[c] = fmt.Sprintf("%d/%d", r, c)
					if c%2 == 0 {
						row[c] = float64(r*c) / 7
					}
				}
				errs = append(errs, f.SetSheetRow(tab, fmt.Sprintf("A%d", r), &row))
			}
		}
		return errs
	})
	for b.Loop() {
		b.StopTimer()
		w, err := Open(bytes.NewReader(data), int64(len(data)), "book.xlsx")
		if err != nil {
			b.Fatal(err)
		}
		if _, _, err := w.Render(context.Background(), Options{Tab: "Sheet1"}); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		if _, _, err := w.Render(context.Background(), Options{Tab: "Second"}); err != nil {
			b.Fatal(err)
		}
	}
}
