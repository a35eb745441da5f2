package httpapi

import (
	"encoding/json"
	"testing"

	"quire/internal/httpapi/ratelimit"
)

func TestBudgetIsTold_L9(t *testing.T) {
	t.Parallel()
	b := setup(t, func(c *Config) { c.UserRate = ratelimit.Rate{PerSecond: 0.01, Burst: 5} })
	for i, want := range []string{
		`{"cost":1,"limit":5,"remaining":4,"resetSeconds":100}`,
		`{"cost":3,"limit":5,"remaining":1,"resetSeconds":400}`, // 200 points of complexity
		`{"cost":3,"limit":5,"remaining":1,"resetSeconds":400}`, // refused, which costs nothing
	} {
		r := b.post([]string{"{hello}", "{items(first:100){name id}}", "{items(first:100){name id}}"}[i])
		var a struct {
			Extensions struct{ RateLimit map[string]int }
		}
		if err := json.Unmarshal([]byte(r.body), &a); err != nil {
			t.Fatal(err)
		}
		got, err := json.Marshal(a.Extensions.RateLimit)
		if err != nil || string(got) != want {
			t.Errorf("%d: %s, want %s", i, r.body, want)
		}
		if (r.status == 429) != (i == 2) {
			t.Errorf("%d: status %d", i, r.status)
		}
		if limit, left := r.header.Get("RateLimit-Limit"), r.header.Get("RateLimit-Remaining"); limit != "5" || left == "" || r.header.Get("RateLimit-Reset") == "" {
			t.Errorf("%d: headers %v", i, r.header)
		}
	}
	s := b.stream("subscription{count(to:1)}", "Authorization", "Bearer ana")
	s.wantEvent(`{"data":{"count":1}}`)
}
