package wsgraphql

import (
	"net/http"
	"net/url"
	"strings"
)

// SameOrigin tells whether the origin is the host that the request was sent to.
func SameOrigin(r *http.Request, origin string) bool {
	u, err := url.Parse(origin)
	return err == nil && u.Host != "" && strings.EqualFold(u.Host, r.Host)
}
