package graph_test

import (
	"fmt"
	"log/slog"
	"testing"

	"quire/internal/jobs"
	"quire/worker"
)

const organisations = `{ organisations(orderBy: {field: NAME}) { totalCount edges { node { id name workShare { weight maxRunning running waiting } } } } }`

const setShare = `mutation($in: SetWorkShareInput!) { setWorkShare(input: $in) { organisation { name workShare { weight maxRunning running waiting } } } }`

// TestSharesOfTheWorkers has an operator look at all organisations and give one of
// them more, which its administrator sees, and nobody else changes.
func TestSharesOfTheWorkers(t *testing.T) {
	t.Parallel()
	b := setup(t)
	queue, err := worker.NewQueue(b.db.Pool, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	b.resolver.Jobs = jobs.New(b.db, queue)
	ana, eve := b.as("ana@silva.example"), b.as("eve@other.example")
	a := ana.must(organisations, nil)
	if got := fmt.Sprint(a.get("organisations", "totalCount"), a.get("organisations", "edges", 0, "node", "name"), a.get("organisations", "edges", 1, "node", "workShare")); got !=
		"2Othermap[maxRunning:<nil> running:0 waiting:0 weight:1]" {
		t.Errorf("at first: %s", got)
	}
	other := a.str("organisations", "edges", 0, "node", "id")
	if a := ana.must(`{ organisations(where: {nameContains: "OTH"}) { totalCount } }`, nil); a.get("organisations", "totalCount") != float64(1) {
		t.Errorf("by name: %v", a.Data)
	}
	in := vars{"organisationId": other, "weight": 3, "maxRunning": 8}
	if got := fmt.Sprint(ana.must(setShare, vars{"in": in}).get("setWorkShare", "organisation")); got != "map[name:Other workShare:map[maxRunning:8 running:0 waiting:0 weight:3]]" {
		t.Errorf("the operator sees %s", got)
	}
	const own = `{ viewer { organisation { workShare { weight maxRunning } } } }`
	if got := fmt.Sprint(eve.must(own, nil).get("viewer", "organisation", "workShare")); got != "map[maxRunning:8 weight:3]" {
		t.Errorf("the administrator sees %s", got)
	}
	for _, c := range []client{ana, eve} {
		logged := c.must(`query($id: ID!) { auditEvents(first: 1, orderBy: {field: CREATED_AT, direction: DESC}, where: {targetId: $id}) { edges { node { action changes } } } }`, vars{"id": other})
		if got := fmt.Sprint(logged.get("auditEvents", "edges", 0, "node")); got != "map[action:CHANGED changes:[work_share]]" {
			t.Errorf("the log says %s", got)
		}
	}
	var woken int
	if err := b.db.Pool.QueryRow(t.Context(), "select count(*) from river_job where kind = 'wake_dispatcher'").Scan(&woken); err != nil || woken != 1 {
		t.Errorf("workers were woken %d times, %v", woken, err)
	}
	if got := fmt.Sprint(ana.must(setShare, vars{"in": vars{"organisationId": other}}).get("setWorkShare", "organisation", "workShare")); got != "map[maxRunning:<nil> running:0 waiting:0 weight:1]" {
		t.Errorf("back to the defaults: %s", got)
	}
	for name, c := range map[string]struct {
		who   client
		in    vars
		codes string
	}{
		"out of bounds":         {ana, vars{"organisationId": other, "weight": 0, "maxRunning": 10_001}, "BAD_USER_INPUT weight, BAD_USER_INPUT maxRunning"},
		"nobody's":              {ana, vars{"organisationId": "org_x"}, "NOT_FOUND organisationId"},
		"by an administrator":   {eve, vars{"organisationId": other}, "FORBIDDEN"},
		"by an operator's key":  {ana.key("ADMIN"), vars{"organisationId": other}, "FORBIDDEN"},
		"by a standard user":    {b.as("bo@silva.example"), vars{"organisationId": other}, "FORBIDDEN"},
		"more than the weights": {ana, vars{"organisationId": other, "weight": 1001}, "BAD_USER_INPUT weight"},
	} {
		if got := c.who.do(setShare, vars{"in": c.in}).codes(); got != c.codes {
			t.Errorf("%s: %s, want %s", name, got, c.codes)
		}
	}
	if got := b.as("bo@silva.example").do(own, nil).codes(); got != "FORBIDDEN" {
		t.Errorf("a standard user sees the share: %s", got)
	}
}
