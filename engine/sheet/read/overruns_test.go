//go:build !front

package read

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// long is a limit that no test reaches, soon one that is over at once.
const (
	long = time.Hour
	soon = time.Nanosecond
)

func nothing() {}

func TestWithin(t *testing.T) {
	t.Parallel()
	o := overruns{most: 1}
	if v, err := o.within(long, func() (string, error) { return "7", nil }, nothing); v != "7" || err != nil {
		t.Errorf("%q, %v", v, err)
	}
	if _, err := o.within(long, func() (string, error) { panic("broken") }, nothing); !errors.Is(err, errUncalculated) {
		t.Errorf("a panic is %v", err)
	}
	if !o.free() {
		t.Error("what has ended still counts")
	}
}

// While a calculation goes on that nobody waits for, no other begins; when it has
// ended, others do.
func TestOverrun(t *testing.T) {
	t.Parallel()
	o := overruns{most: 1}
	release, halted := make(chan struct{}), make(chan struct{}, 1)
	_, err := o.within(soon, func() (string, error) { <-release; return "", nil }, func() {
		select {
		case halted <- struct{}{}:
		default:
		}
	})
	if !errors.Is(err, errSlow) {
		t.Fatalf("%v, want %v", err, errSlow)
	}
	<-halted
	began := false
	if _, err := o.within(long, func() (string, error) { began = true; return "", nil }, nothing); !errors.Is(err, errBusy) || began {
		t.Errorf("beside an overrun: %v, began %v", err, began)
	}
	close(release)
	o.going.Wait()
	if v, err := o.within(long, func() (string, error) { return "8", nil }, nothing); v != "8" || err != nil {
		t.Errorf("after it: %q, %v", v, err)
	}
}

// A calculation over billions of cells, which would take hours, ends when it is
// halted.
func TestHalt(t *testing.T) {
	t.Parallel()
	f := excelize.NewFile()
	defer f.Close()
	var errs []error
	for i := range 50 {
		errs = append(errs, f.SetCellInt("Sheet1", fmt.Sprintf("B%d", i+1), int64(i)))
	}
	errs = append(errs, f.SetCellFormula("Sheet1", "A1", "SUM(B1:XFC1048575)"))
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	o := overruns{most: 1}
	_, err := o.within(time.Second/10,
		func() (string, error) { return f.CalcCellValue("Sheet1", "A1") },
		func() { halt(f, []string{"xl/worksheets/sheet1.xml"}) })
	if !errors.Is(err, errSlow) {
		t.Fatalf("%v, want %v", err, errSlow)
	}
	o.going.Wait()
}
