package main

import (
	"os/exec"
	"strings"
	"testing"
)

// TestOnlyTheEngineIsLinked keeps out what makes the start slow: packages that
// set themselves up before main.
func TestOnlyTheEngineIsLinked(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("go", "list", "-tags", "front", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	linked := strings.Fields(string(out))
	if len(linked) < 50 {
		t.Fatalf("only %q", linked)
	}
	for _, p := range linked {
		for _, foreign := range []string{"quire/ent", "quire/graph", "quire/storage", "quire/worker", "quire/internal/app", "entgo.io/", "gocloud.dev", "google.golang.org/", "github.com/aws/", "github.com/jackc/", "github.com/xuri/"} {
			if strings.HasPrefix(p, foreign) {
				t.Errorf("%s is linked", p)
			}
		}
	}
}
