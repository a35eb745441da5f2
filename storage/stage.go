package storage

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// UploadPath is the path below which [Store.UploadHandler] must be mounted, and
// with which the links of [Store.UploadTarget] begin.
const UploadPath = "/uploads/"

// UploadTarget makes a link to which anyone may PUT one file of at most limit
// bytes until it expires. What arrives is kept aside under the name, unread and
// unused, until somebody opens it by [Key] with the area [Staged].
func (s *Store) UploadTarget(tenant, name string, limit int64) (link string, expires time.Time, err error) {
	key, err := Key(tenant, Staged, name)
	if err != nil {
		return "", time.Time{}, err
	}
	g := grant{Key: key, Limit: limit, Expires: s.now().Add(s.ttl).Unix()}
	token, err := s.uploadKeys.seal(g)
	if err != nil {
		return "", time.Time{}, fmt.Errorf("sign an upload target: %w", err)
	}
	return s.baseURL + UploadPath + token, time.Unix(g.Expires, 0).UTC(), nil
}

// UploadHandler takes what is sent to the links of [Store.UploadTarget]. A file
// goes to the bucket as it arrives; little of it is ever in memory. It may be
// sent again until the link expires: the last one counts.
func (s *Store) UploadHandler() http.Handler { return http.HandlerFunc(s.serveUpload) }

func (s *Store) serveUpload(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPut {
		w.Header().Set("Allow", "PUT, OPTIONS")
		refuseDownload(w, http.StatusMethodNotAllowed, "An upload link takes a file and nothing else: use PUT.")
		return
	}
	g, err := s.uploadKeys.open(strings.TrimPrefix(r.URL.Path, UploadPath))
	if err != nil || !s.now().Before(time.Unix(g.Expires, 0)) {
		refuseDownload(w, http.StatusForbidden, "This upload link is not valid, or no longer. Ask for a new one.")
		return
	}
	if encoding := r.Header.Get("Content-Encoding"); encoding != "" && !strings.EqualFold(encoding, "identity") {
		refuseDownload(w, http.StatusUnsupportedMediaType, "Send the file as it is, without Content-Encoding.")
		return
	}
	if r.ContentLength > g.Limit {
		refuseUpload(w, &TooLarge{Limit: g.Limit})
		return
	}
	stored, err := s.Put(r.Context(), g.Key, r.Body, g.Limit)
	if err != nil {
		s.log.WarnContext(r.Context(), "an upload was not stored", "key", g.Key, "error", err)
		refuseUpload(w, err)
		return
	}
	w.Header().Set("ETag", `"`+stored.SHA256+`"`)
	w.WriteHeader(http.StatusNoContent)
}

func refuseUpload(w http.ResponseWriter, err error) {
	var tooLarge *TooLarge
	var source *SourceError
	w.Header().Set("Connection", "close") // the rest of the body is not read
	switch {
	case errors.As(err, &tooLarge):
		refuseDownload(w, http.StatusRequestEntityTooLarge, fmt.Sprintf("The file is larger than the %d bytes that were announced. Ask for a link for more, if more is allowed.", tooLarge.Limit))
	case errors.As(err, &source):
		refuseDownload(w, http.StatusBadRequest, "The file did not arrive whole. Send it again.")
	default:
		w.Header().Set("Retry-After", "5")
		refuseDownload(w, http.StatusServiceUnavailable, "The file cannot be stored at the moment. Try again in a few seconds.")
	}
}
