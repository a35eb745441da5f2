package storage

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

const (
	// maxRanges bounds the ranges of one request, each of which is a request
	// to the bucket. RFC 9110, 14.2 lets a server ignore the header.
	maxRanges = 16
	// stallTimeout is how long a reader may take nothing before the
	// connection is given up. A slow one may take as long as it likes.
	stallTimeout = time.Minute
)

// DownloadHandler serves the links that [Store.SignedURL] makes: GET and
// HEAD, whole or in ranges. Mount it at [DownloadPath]. With the query
// ?inline=1 a PDF or an image is offered for showing instead of keeping.
func (s *Store) DownloadHandler() http.Handler {
	return http.HandlerFunc(s.serveDownload)
}

func (s *Store) serveDownload(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		refuseDownload(w, http.StatusMethodNotAllowed, "A download link can be read and nothing else: use GET.")
		return
	}
	g, err := s.keys.open(strings.TrimPrefix(r.URL.Path, DownloadPath))
	if err != nil {
		refuseDownload(w, http.StatusForbidden, "This download link is not valid: it was changed or cut short. Ask for a new one.")
		return
	}
	expires := time.Unix(g.Expires, 0).UTC()
	if !s.now().Before(expires) {
		refuseDownload(w, http.StatusForbidden, fmt.Sprintf("This download link expired on %s. Ask for a new one.",
			expires.Format("2 January 2006 at 15:04:05 UTC")))
		return
	}
	object, err := s.Open(r.Context(), g.Key)
	if err != nil {
		s.refuseUnreadable(w, r, g.Key, err)
		return
	}
	defer object.Close()
	if s.downloaded != nil && g.About != "" && r.Method == http.MethodGet {
		s.downloaded(r.Context(), g.About)
	}
	serveObject(w, r, g, object)
}

func serveObject(w http.ResponseWriter, r *http.Request, g grant, object *Object) {
	if strings.Count(r.Header.Get("Range"), ",") >= maxRanges {
		r = r.Clone(r.Context())
		r.Header.Del("Range")
	}
	h := w.Header()
	h.Set("Content-Type", g.MediaType)
	h.Set("ETag", object.etag())
	keepPrivate(h)
	kind := dispositionKind(r, g)
	h.Set("Content-Disposition", contentDisposition(kind, g.FileName))
	h.Set("Content-Security-Policy", contentPolicy(kind, g.MediaType))
	http.ServeContent(Patient(w), r, "", object.ModTime(), object)
}

func keepPrivate(h http.Header) {
	h.Set("Cache-Control", "private")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer") // the link is a secret
}

// SetAttachment sets the headers of a file behind a secret link that is offered
// for keeping under that name.
func SetAttachment(h http.Header, fileName string) {
	keepPrivate(h)
	h.Set("Content-Disposition", contentDisposition("attachment", fileName))
	h.Set("Content-Security-Policy", contentPolicy("attachment", ""))
}

// Patient moves the deadline of the connection on with each write: a slow reader
// may take as long as it likes, one that stands still may not.
func Patient(w http.ResponseWriter) http.ResponseWriter {
	return &patientWriter{w, http.NewResponseController(w)}
}

// dispositionKind shows in the browser only what cannot carry a script of the
// web.
func dispositionKind(r *http.Request, g grant) string {
	if r.URL.Query().Get("inline") == "" {
		return "attachment"
	}
	switch g.MediaType {
	case "application/pdf", "image/png", "image/jpeg":
		return "inline"
	}
	return "attachment"
}

// contentPolicy lets a file do nothing in a browser. A PDF that is shown goes
// without the sandbox, in which Chrome refuses to start its viewer.
func contentPolicy(kind, mediaType string) string {
	if kind == "inline" && mediaType == "application/pdf" {
		return "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"
	}
	return "default-src 'none'; sandbox"
}

// etag is the SHA-256 of the content where the key tells it. Other objects
// are written once too, so that key, size and time stand for the content.
func (o *Object) etag() string {
	sum := contentAddress(o.key)
	if sum == "" {
		sum = fmt.Sprintf("%x", sha256.Sum256(fmt.Appendf(nil, "%s %d %d", o.key, o.size, o.modTime.UnixNano())))
	}
	return `"` + sum + `"`
}

func (s *Store) refuseUnreadable(w http.ResponseWriter, r *http.Request, key string, err error) {
	var failed *Error
	switch {
	case errors.Is(err, ErrNotFound):
		refuseDownload(w, http.StatusNotFound, "The file behind this download link is no longer there. Make or send it again.")
	case errors.As(err, &failed) && failed.Temporary():
		s.log.ErrorContext(r.Context(), "download failed", "key", key, "error", err)
		w.Header().Set("Retry-After", "5")
		refuseDownload(w, http.StatusServiceUnavailable, "The file cannot be read at the moment. Try again in a few seconds.")
	default:
		s.log.ErrorContext(r.Context(), "download failed", "key", key, "error", err)
		refuseDownload(w, http.StatusInternalServerError, "The file cannot be read. Tell whoever runs this service; its log says why.")
	}
}

func refuseDownload(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Cache-Control", "no-store")
	http.Error(w, text, status)
}

// patientWriter moves the connection's deadline on with each write, so that
// a server's limit for whole responses does not cut large files off.
type patientWriter struct {
	http.ResponseWriter
	control *http.ResponseController
}

func (w *patientWriter) Write(p []byte) (int, error) {
	// Writers that know no deadlines need none.
	_ = w.control.SetWriteDeadline(time.Now().Add(stallTimeout))
	return w.ResponseWriter.Write(p)
}

// Unwrap gives [http.ResponseController] the writer beneath.
func (w *patientWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
