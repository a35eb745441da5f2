// Package playground serves GraphiQL, the explorer of a GraphQL API, from files
// that are part of the program: a page that loads nothing from anywhere else.
package playground

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"
)

//go:generate go run ./tour

//go:embed index.html icon.svg page.css page.js tour.js assets
var files embed.FS

var page = template.Must(template.ParseFS(files, "index.html"))

// policy is the page's Content-Security-Policy: scripts and styles come from
// the page's own files alone, and requests go nowhere else. GraphiQL's styles
// carry fonts and pictures as data.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src data:; " +
	"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// Handler serves the page at /playground and its files below; the page talks to
// the GraphQL endpoint at the given path.
func Handler(endpoint string) http.Handler {
	var html bytes.Buffer
	err := page.Execute(&html, endpoint)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.Trim(strings.TrimPrefix(path.Clean(r.URL.Path), "/playground"), "/")
		if name == "" {
			if err != nil {
				http.Error(w, "the playground's page could not be made", http.StatusInternalServerError)
				return
			}
			w.Header().Set("Content-Security-Policy", policy)
			serve(w, r, "index.html", html.Bytes())
			return
		}
		content, missing := files.ReadFile(name)
		if missing != nil || name == "index.html" { // the template is not for reading
			http.NotFound(w, r)
			return
		}
		serve(w, r, name, content)
	})
}

// serve lets browsers keep a file as long as it is the same.
func serve(w http.ResponseWriter, r *http.Request, name string, content []byte) {
	sum := sha256.Sum256(content)
	w.Header().Set("ETag", fmt.Sprintf("%q", hex.EncodeToString(sum[:16])))
	w.Header().Set("Cache-Control", "no-cache")
	if kind := mime.TypeByExtension(path.Ext(name)); kind != "" {
		w.Header().Set("Content-Type", kind)
	}
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(content))
}
