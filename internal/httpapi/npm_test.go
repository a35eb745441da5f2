package httpapi

import (
	"bytes"
	"encoding/json"
	"testing"

	"quire/internal/npmtest"
)

// The audits of npm's graphql-http: all of what the specification demands,
// recommends and allows.
func TestGraphQLOverHTTPAudits_H1_H2_H3_H4_H5_H6_H7_H8_H9(t *testing.T) {
	t.Parallel()
	var results []struct{ ID, Name, Status, Reason string }
	npmtest.Run(t, &results, "testdata/npm/audits.cjs", setup(t, nil).url+"/graphql")
	if len(results) != 61 {
		t.Errorf("%d audits were run, expected 61", len(results))
	}
	for _, r := range results {
		if r.Status != "ok" {
			t.Errorf("%s %s: %s: %s", r.ID, r.Name, r.Status, r.Reason)
		}
	}
}

// The client of npm's graphql-ws.
func TestReferenceClientOfWebsockets_W1_W5(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	var seen map[string]any
	npmtest.Run(t, &seen, "testdata/npm/subscriptions.cjs", "ws"+b.url[len("http"):]+"/graphql", "ana")
	for part, want := range map[string]string{
		"together":  `[[{"count":1},{"count":2},{"count":3}],[{"whoami":"ana"}],[{"hello":"hello, world"}],[["GRAPHQL_VALIDATION_FAILED"]],[`,
		"stopped":   `{"forever":1}`,
		"again":     `[{"count":1}]`,
		"anonymous": `[{"whoami":"nobody"}]`,
		"badToken":  `[4403]`,
	} {
		got, err := json.Marshal(seen[part])
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.HasPrefix(got, []byte(want)) {
			t.Errorf("%s: %s, want %s", part, got, want)
		}
	}
}
