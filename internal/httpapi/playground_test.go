package httpapi

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// What a page loads: the sources of scripts, styles and pictures.
var loaded = regexp.MustCompile(`(?:src|href)="([^"]+)"`)

func TestPlaygroundLoadsNothingFromElsewhere_S3(t *testing.T) {
	t.Parallel()
	b := setup(t, func(c *Config) { c.Playground = true })
	page := b.send(http.MethodGet, "/playground", nil)
	links := loaded.FindAllStringSubmatch(page.body, -1)
	if len(links) < 3 {
		t.Fatalf("the page loads %d files: %.300s", len(links), page.body)
	}
	for _, link := range links {
		if strings.Contains(link[1], "//") {
			t.Errorf("the page loads %s", link[1])
			continue
		}
		if r := b.send(http.MethodGet, "/"+strings.TrimPrefix(link[1], "/"), nil); r.status != 200 {
			t.Errorf("%s: %d", link[1], r.status)
		}
	}
	if policy := page.header.Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") && !strings.Contains(policy, "default-src 'self'") || strings.Contains(policy, "http") {
		t.Errorf("the policy lets it load from elsewhere: %s", policy)
	}
}
