package app

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"quire/internal/npmtest"
	"quire/internal/sample"
)

// TestAFrontEndsDay_R1_R2_U1 uses the program as a front end with urql does: its
// normalised cache by global ids, pages of lists, uploads with progress, and a
// subscription.
func TestAFrontEndsDay_R1_R2_U1(t *testing.T) {
	t.Parallel()
	about, err := sample.About()
	if err != nil {
		t.Fatal(err)
	}
	// Comments behind the end make it large enough to see it go.
	file := filepath.Join(t.TempDir(), "about.pdf")
	if err := os.WriteFile(file, append(about, padding(500<<10)...), 0o600); err != nil {
		t.Fatal(err)
	}
	var seen map[string]any
	npmtest.Run(t, &seen, "testdata/urql.cjs", setup(t).url, "ana@silva.example", password, file)
	for part, want := range map[string]string{
		"first": `"Ana Bo"`, "all": `"Ana Bo Cy"`, "renamed": `"Anna Bo Cy"`, "asked": `0`, "uploaded": `["PDF",true]`,
		"progress": `true`, "staged": `[204,"again.pdf"]`, "watched": `["QUEUED","CANCELED"]`,
	} {
		got, err := json.Marshal(seen[part])
		if err != nil || string(got) != want {
			t.Errorf("%s: %s, want %s", part, got, want)
		}
	}
}

func padding(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = '%'
		if i%80 == 0 {
			b[i] = '\n'
		}
	}
	return b
}
