package archive

import (
	"net/http"
	"strings"
	"time"

	"quire/internal/problem"
	"quire/storage"
)

// Handler serves the links of [Service.Link]; mount it at [Path].
func (s *Service) Handler() http.Handler { return http.HandlerFunc(s.serve) }

func (s *Service) serve(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		refuse(w, http.StatusMethodNotAllowed, "An archive can be read and nothing else: use GET.")
		return
	}
	var g grant
	if err := s.links.Open(strings.TrimPrefix(r.URL.Path, Path), &g); err != nil {
		refuse(w, http.StatusForbidden, "This link to an archive is not valid: it was changed or cut short. Ask for a new one.")
		return
	}
	if time.Now().Unix() >= g.Expires {
		refuse(w, http.StatusForbidden, "This link to an archive has expired. Ask for a new one.")
		return
	}
	a, err := s.give(r.Context(), g)
	if p, ok := problem.As(err); ok && p.Code == problem.NotFound {
		refuse(w, http.StatusNotFound, "The batch behind this link is no longer there.")
		return
	}
	if err != nil {
		s.Log.ErrorContext(r.Context(), "an archive cannot be made", "batch_id", g.Batch, "error", err)
		w.Header().Set("Retry-After", "5")
		refuse(w, http.StatusServiceUnavailable, "The archive cannot be made at the moment. Try again in a few seconds.")
		return
	}
	s.send(w, r, g, a)
}

func (s *Service) send(w http.ResponseWriter, r *http.Request, g grant, a *archived) {
	content := &reader{ctx: r.Context(), layout: a.layout, store: s.Store}
	defer content.Close()
	h := w.Header()
	h.Set("Content-Type", "application/zip")
	h.Set("ETag", a.tag)
	storage.SetAttachment(h, a.name)
	http.ServeContent(storage.Patient(w), r, "", time.UnixMicro(g.Until).Truncate(time.Second), &watched{content, s, r, g})
}

// watched notes in the log why an archive breaks off: the client sees only that
// it does.
type watched struct {
	*reader
	service *Service
	request *http.Request
	grant   grant
}

// Read implements [io.Reader].
func (w *watched) Read(p []byte) (int, error) {
	n, err := w.reader.Read(p)
	if err != nil && w.request.Context().Err() == nil && w.at < w.layout.size {
		w.service.Log.ErrorContext(w.request.Context(), "an archive breaks off", "batch_id", w.grant.Batch, "error", err)
	}
	return n, err
}

func refuse(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Cache-Control", "no-store")
	http.Error(w, text, status)
}
