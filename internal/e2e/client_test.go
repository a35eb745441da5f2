package e2e

import (
	"encoding/json"
	"io"
	"net/http"
	"testing"
	"time"

	"quire/internal/demo"
)

type vars = map[string]any

// client is somebody who uses the API.
type client struct {
	*demo.Client
	t             *testing.T
	base, refresh string
	headers       *withHeaders
}

// withHeaders adds headers to each request.
type withHeaders struct{ http.Header }

func (h *withHeaders) client() *http.Client { return &http.Client{Transport: h, Timeout: patience} }

// RoundTrip sends the request with the headers.
func (h *withHeaders) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	for name, values := range h.Header {
		r.Header[name] = values
	}
	return http.DefaultTransport.RoundTrip(r)
}

// do sends an operation that must succeed.
func (c *client) do(query string, variables vars, out any) {
	c.t.Helper()
	if err := c.Do(c.t.Context(), query, variables, out); err != nil {
		c.t.Fatalf("%s: %v", query, err)
	}
}

// raw gives the data of an operation that must succeed, as it came.
func (c *client) raw(query string, variables vars) string {
	c.t.Helper()
	var data json.RawMessage
	c.do(query, variables, &data)
	return string(data)
}

func (c *client) upload(name string, data []byte) string {
	c.t.Helper()
	id, err := c.Upload(c.t.Context(), name, data)
	if err != nil {
		c.t.Fatal(err)
	}
	return id
}

// get fetches a path of the server, or a link that it gave.
func (c *client) get(path string, header http.Header) (*http.Response, []byte) {
	c.t.Helper()
	req, err := http.NewRequestWithContext(c.t.Context(), http.MethodGet, c.base+path, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	req.Header = header
	res, err := c.HTTP.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return res, body
}

// order is what generateBook takes.
type order struct {
	BookID        string `json:"bookId"`
	CustomerID    string `json:"customerId"`
	Year          int    `json:"year"`
	Quarter       int    `json:"quarter"`
	SpreadsheetID string `json:"spreadsheetId,omitempty"`
}

const generateBook = `mutation($input: GenerateBookInput!) { generateBook(input: $input) { job { id status } } }`

// generate orders a booklet and gives the job's id.
func (c *client) generate(o order) string {
	c.t.Helper()
	var out struct {
		GenerateBook struct{ Job struct{ ID, Status string } }
	}
	c.do(generateBook, vars{"input": o}, &out)
	return out.GenerateBook.Job.ID
}

// event is a message of jobProgress.
type event struct {
	Sequence int64
	Status   string
	Progress struct {
		Stage                          string
		PagesDone, PagesTotal, Percent int
	}
	Error *struct{ Code, Message string }
}

func (e event) final() bool {
	return e.Status == "DONE" || e.Status == "ERROR" || e.Status == "CANCELED"
}

const jobProgress = `subscription($id: ID!) { jobProgress(id: $id) {
	sequence status progress { stage pagesDone pagesTotal percent } error { code message } } }`

// subscription is what a subscriber has seen of a job.
type subscription struct {
	t      *testing.T
	events chan event // closed when the server completes it
	seen   []event
	failed error
}

// watch subscribes to a job.
func (c *client) watch(job string) *subscription {
	s := &subscription{t: c.t, events: make(chan event, 10_000)}
	go func() {
		defer close(s.events)
		s.failed = c.Subscribe(c.t.Context(), jobProgress, vars{"id": job}, func(data json.RawMessage) error {
			var out struct{ JobProgress event }
			err := json.Unmarshal(data, &out)
			s.events <- out.JobProgress
			return err
		})
	}()
	return s
}

// until waits for an event and gives it.
func (s *subscription) until(what string, is func(event) bool) event {
	s.t.Helper()
	timeout := time.After(patience)
	for {
		select {
		case e, open := <-s.events:
			if !open {
				s.t.Fatalf("the subscription ended (%v) before the job was %s; seen were %+v", s.failed, what, s.seen)
			}
			s.seen = append(s.seen, e)
			if is(e) {
				return e
			}
		case <-timeout:
			s.t.Fatalf("the job was not %s in time; seen were %+v", what, s.seen)
		}
	}
}

// completed waits until the server completes the subscription, checks what was
// seen against the contract, and gives the final state.
func (s *subscription) completed() event {
	s.t.Helper()
	last := s.until("final", event.final)
	select {
	case e, open := <-s.events:
		if open {
			s.t.Errorf("after the final state came %+v", e)
		}
	case <-time.After(patience):
		s.t.Fatal("the subscription was not completed")
	}
	if s.failed != nil {
		s.t.Errorf("the subscription failed: %v", s.failed)
	}
	for i := 1; i < len(s.seen); i++ {
		if s.seen[i].Sequence <= s.seen[i-1].Sequence {
			s.t.Errorf("sequence %d comes after %d", s.seen[i].Sequence, s.seen[i-1].Sequence)
		}
	}
	return last
}
