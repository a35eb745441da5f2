package storage

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"quire/engine/pdf/pdftest"
	"quire/storage/inspect"
	"quire/storage/scan"
	"quire/storage/scan/scantest"
)

func TestUploadsAreScanned(t *testing.T) {
	t.Parallel()
	p := newFolder(t, Config{Scanner: scantest.Daemon(t)})
	if _, err := p.Receive(t.Context(), tenant, "a.pdf", bytes.NewReader(pdftest.Small("harmless")), 1000); err != nil {
		t.Errorf("harmless: %v", err)
	}
	before := p.leftovers(t)
	_, err := p.Receive(t.Context(), tenant, "b.pdf", bytes.NewReader(pdftest.Small(scantest.Wicked)), 1000)
	var rejected *inspect.Rejected
	if !errors.As(err, &rejected) || rejected.Reason != inspect.Infected || !strings.Contains(rejected.Message, "Quire.Test.Signature") {
		t.Errorf("infected: %v", err)
	}
	if left := p.leftovers(t); len(left) != len(before) {
		t.Errorf("it left %v", left)
	}
}

func TestNothingIsAcceptedUnscanned(t *testing.T) {
	t.Parallel()
	nobody, err := scan.New("unix:///nowhere/clamd.ctl")
	if err != nil {
		t.Fatal(err)
	}
	p := newFolder(t, Config{Scanner: nobody})
	_, err = p.Receive(t.Context(), tenant, "a.pdf", bytes.NewReader(pdftest.Small("harmless")), 1000)
	var failed *Error
	if !errors.As(err, &failed) || failed.Op != OpScan || !failed.Temporary() {
		t.Errorf("%v", err)
	}
	if left := p.leftovers(t); len(left) != 0 {
		t.Errorf("it left %v", left)
	}
}
