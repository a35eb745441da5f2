package pdf_test

import (
	"testing"

	"quire/engine/pdf"
)

func TestDecodeText(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"plain":                    "plain",
		"\xFE\xFF\x01\x41\x00a":    "Ła",
		"\xFF\xFE\x41\x01a\x00":    "Ła",
		"\xEF\xBB\xBFŁa":           "Ła",
		"\x95\x9B\xA0\xE9\x18\x84": "Łł€é˘—",
	} {
		if got := pdf.DecodeText([]byte(in)); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
