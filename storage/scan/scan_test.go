package scan_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"quire/storage/scan"
	"quire/storage/scan/scantest"
)

const wicked = scantest.Wicked

func TestScanning(t *testing.T) {
	t.Parallel()
	s := scantest.Daemon(t)
	if err := s.Scan(t.Context(), strings.NewReader("a harmless file")); err != nil {
		t.Errorf("harmless: %v", err)
	}
	if err := s.Scan(t.Context(), bytes.NewReader(nil)); err != nil {
		t.Errorf("empty: %v", err)
	}
	long := strings.Repeat("x", 300_000)
	for name, content := range map[string]string{"short": wicked, "late": long + wicked, "over two pieces": long[:64<<10-10] + wicked + long} {
		var infected *scan.Infected
		if err := s.Scan(t.Context(), strings.NewReader(content)); !errors.As(err, &infected) || !strings.HasPrefix(infected.Signature, "Quire.Test.Signature") {
			t.Errorf("%s: %v", name, err)
		}
	}
	var refused *scan.Refused
	if err := s.Scan(t.Context(), strings.NewReader(strings.Repeat("x", 3<<20))); !errors.As(err, &refused) || !strings.Contains(err.Error(), "StreamMaxLength") {
		t.Errorf("too long: %v", err)
	}
	broken := errors.New("the disk broke")
	if err := s.Scan(t.Context(), io.MultiReader(strings.NewReader("x"), iotest.ErrReader(broken))); !errors.Is(err, broken) {
		t.Errorf("broken off: %v", err)
	}
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Scan(over, strings.NewReader("x")); !errors.Is(err, context.Canceled) {
		t.Errorf("for nobody: %v", err)
	}
}

func TestAnAbsentDaemonIsAnError(t *testing.T) {
	t.Parallel()
	s, err := scan.New("unix:///nowhere/clamd.ctl")
	if err != nil {
		t.Fatal(err)
	}
	var infected *scan.Infected
	if err := s.Scan(t.Context(), strings.NewReader("x")); err == nil || errors.As(err, &infected) || s.Ping(t.Context()) == nil {
		t.Errorf("%v", err)
	}
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	for address, good := range map[string]bool{
		"unix:///run/clamav/clamd.ctl": true, "tcp://clamd:3310": true, "tcp://[::1]:3310": true,
		"": false, "clamd:3310": false, "tcp://clamd": false, "unix://clamd/socket": false, "http://clamd:3310": false, "://": false,
	} {
		if _, err := scan.New(address); (err == nil) != good {
			t.Errorf("%s: %v", address, err)
		}
	}
}
