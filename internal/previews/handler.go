package previews

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"quire/engine/preview"
	"quire/storage"
)

// Handler serves the links of [Service.Link]; mount it at [Path].
func (s *Service) Handler() http.Handler { return http.HandlerFunc(s.serve) }

func (s *Service) serve(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		refuse(w, http.StatusMethodNotAllowed, "A preview can be read and nothing else: use GET.")
		return
	}
	var g grant
	if err := s.links().Open(strings.TrimPrefix(r.URL.Path, Path), &g); err != nil {
		refuse(w, http.StatusForbidden, "This link to a preview is not valid: it was changed or cut short. Ask for a new one.")
		return
	}
	left := time.Unix(g.Expires, 0).Sub(s.Now())
	if left <= 0 {
		refuse(w, http.StatusForbidden, "This link to a preview has expired. Ask for a new one.")
		return
	}
	began := time.Now()
	tag := `"` + g.name() + `"`
	known := strings.Contains(r.Header.Get("If-None-Match"), tag)
	picture, result, err := s.give(r.Context(), g, known)
	s.Metrics.Preview(result, time.Since(began))
	if err != nil {
		s.explain(w, r, g, err)
		return
	}
	h := w.Header()
	h.Set("ETag", tag)
	h.Set("Cache-Control", fmt.Sprintf("private, max-age=%d, immutable", int(left.Seconds())))
	h.Set("Content-Type", "image/png")
	h.Set("Content-Disposition", "inline")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer") // the link is a secret
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	if known {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(picture))
}

// Results that are counted.
const (
	resultCached = "cached"
	resultDrawn  = "drawn"
	resultFailed = "failed"
	resultBusy   = "busy"
	resultGone   = "gone"
)

// give gives the picture of a grant, unless it is known there, as long as the
// file exists: what was deleted is not shown any more.
func (s *Service) give(ctx context.Context, g grant, known bool) (picture []byte, result string, err error) {
	there, err := s.Store.Exists(ctx, g.Key)
	if err == nil && !there {
		err = storage.ErrNotFound
	}
	if err != nil {
		return nil, resultOf(err), err
	}
	if known {
		return nil, resultCached, nil
	}
	if picture, found := s.pictures.get(g.name()); found {
		return picture, resultCached, nil
	}
	if f, found := s.failed.Get(g.name()); found && s.Now().Sub(f.at) < failureHolds {
		return nil, resultFailed, f.err
	}
	if picture, err = s.drawOnce(ctx, g); err != nil {
		return nil, resultOf(err), err
	}
	return picture, resultDrawn, nil
}

func resultOf(err error) string {
	var busy preview.Busy
	switch {
	case errors.Is(err, storage.ErrNotFound):
		return resultGone
	case errors.As(err, &busy):
		return resultBusy
	}
	return resultFailed
}

// explain answers with what is wrong.
func (s *Service) explain(w http.ResponseWriter, r *http.Request, g grant, err error) {
	var drawn *preview.Error
	var image *imageError
	var temporary interface{ Temporary() bool }
	switch {
	case errors.Is(err, storage.ErrNotFound):
		refuse(w, http.StatusNotFound, "The file behind this preview is no longer there.")
	case errors.As(err, &drawn) && drawn.Reason == preview.NoSuchPage:
		refuse(w, http.StatusNotFound, sentence(drawn))
	case errors.As(err, &drawn):
		refuse(w, http.StatusUnprocessableEntity, sentence(drawn))
	case errors.As(err, &image):
		refuse(w, http.StatusUnprocessableEntity, sentence(image))
	case r.Context().Err() != nil: // nobody is listening
		refuse(w, http.StatusServiceUnavailable, "The request was given up.")
	case errors.As(err, &temporary) && temporary.Temporary(), errors.Is(err, context.DeadlineExceeded):
		w.Header().Set("Retry-After", "3")
		refuse(w, http.StatusServiceUnavailable, "The preview cannot be drawn at the moment. Try again in a few seconds.")
	default:
		s.Log.ErrorContext(r.Context(), "preview failed", "key", g.Key, "page", g.Page, "error", err)
		refuse(w, http.StatusInternalServerError, "The preview cannot be drawn. Tell whoever runs this service; its log says why.")
	}
}

func sentence(err error) string {
	text := err.Error()
	return strings.ToUpper(text[:1]) + text[1:] + "."
}

func refuse(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Cache-Control", "no-store")
	http.Error(w, text, status)
}
