package server

import (
	"strings"
	"testing"
)

func TestEveryCommandExplainsItself(t *testing.T) {
	t.Parallel()
	var names []string
	for _, c := range Commands() {
		names = append(names, c.Name())
		if c.Short == "" || !c.Runnable() {
			t.Errorf("quire %s: %q", c.Name(), c.Short)
		}
	}
	if got := strings.Join(names, " "); got != "serve work migrate user share demo doctor" {
		t.Errorf("the commands are %s", got)
	}
}
