package httpapi

import (
	"bufio"
	"context"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"quire/internal/httpapi/ratelimit"
	"quire/internal/viewer"
)

const requestIDHeader = "X-Request-Id"

// linkPaths begin the paths of signed links; a secret follows.
var linkPaths = []string{"/downloads/", "/uploads/", "/previews/"}

// record is what is known of a request, for its line in the log.
type record struct {
	id      string
	address string // whose rate it counts on
	user    string
	// ended logs the request; whoever takes its connection over calls it.
	ended func(ctx context.Context, status int, bytes int64)

	mu         sync.Mutex
	operations []string
}

type recordKey struct{}

// recordOf gives the request's record; an empty one outside of a request.
func recordOf(ctx context.Context) *record {
	if r, ok := ctx.Value(recordKey{}).(*record); ok {
		return r
	}
	return &record{}
}

// noted is how many operations of a websocket its line in the log names.
const noted = 20

func (r *record) note(operation string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.operations) < noted {
		r.operations = append(r.operations, operation)
	}
}

// recorded gives each request an id, sets its deadlines, and logs one line when
// it is answered, a websocket's when it has ended: never the URL's query nor a
// header, where secrets may be.
func (s *Server) recorded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		origin := originOf(r, s.config.ProxyHops)
		rec := &record{id: requestID(r.Header.Get(requestIDHeader)), address: origin.Site}
		w.Header().Set(requestIDHeader, rec.id)
		ctx := context.WithValue(viewer.WithOrigin(r.Context(), origin), recordKey{}, rec)
		ctx = s.config.WithRequestID(ctx, rec.id)
		answer := newAnswer(w)
		method, path := r.Method, r.URL.Path
		rec.ended = func(ctx context.Context, status int, bytes int64) {
			s.log(ctx, rec, start, method, path, status, bytes)
		}
		r = r.WithContext(ctx)
		if r.Body != nil && r.Body != http.NoBody {
			r.Body = newMovingBody(w, r.Body)
		}
		next.ServeHTTP(answer, r)
		if answer.code != http.StatusSwitchingProtocols {
			rec.ended(ctx, answer.status(), answer.bytes)
		}
	})
}

// log writes a request's line.
func (s *Server) log(ctx context.Context, rec *record, start time.Time, method, path string, status int, bytes int64) {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	attributes := []slog.Attr{
		slog.String("method", method), slog.String("path", loggedPath(path)), slog.Int("status", status),
		slog.Int64("bytes", bytes), slog.Float64("ms", float64(time.Since(start).Microseconds())/1000),
	}
	if len(rec.operations) > 0 {
		attributes = append(attributes, slog.String("operation", strings.Join(rec.operations, ",")))
	}
	if rec.user != "" {
		attributes = append(attributes, slog.String("user", rec.user))
	}
	s.config.Log.LogAttrs(ctx, levelOf(path), "request", attributes...)
}

// loggedPath leaves out the token of a signed link, which is all that one needs
// to use it.
func loggedPath(path string) string {
	for _, start := range linkPaths {
		if strings.HasPrefix(path, start) {
			return start + "…"
		}
	}
	return path
}

// levelOf keeps what machines ask every few seconds out of the usual log.
func levelOf(path string) slog.Level {
	switch path {
	case "/healthz", "/readyz", "/metrics":
		return slog.LevelDebug
	}
	return slog.LevelInfo
}

// requestID takes a client's id when it is harmless in logs, else makes one.
func requestID(sent string) string {
	if len(sent) >= 8 && len(sent) <= 64 && strings.Trim(sent, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") == "" {
		return sent
	}
	return uuid.NewString()
}

// originOf is what is known of the client. Its header may hold anything: what is
// no text is left out.
func originOf(r *http.Request, hops int) viewer.Origin {
	address, agent := clientAddress(r, hops), r.UserAgent()
	return viewer.Origin{Address: shown(address, maxAddress), Site: ratelimit.AddressKey(address), UserAgent: shown(agent, viewer.MaxUserAgent)}
}

// maxAddress is how much of an address is kept, in bytes; the longest in use has
// 45, and its zone.
const maxAddress = 64

// shown cuts a client's text to what may be stored and shown.
func shown(text string, most int) string {
	text = strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", ""), "")
	return strings.ToValidUTF8(text[:min(len(text), most)], "")
}

// clientAddress is who sends the request: the peer, or what the outermost proxy
// of ours has written into X-Forwarded-For.
func clientAddress(r *http.Request, hops int) string {
	if hops > 0 {
		chain := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		if at := max(len(chain)-hops, 0); strings.TrimSpace(chain[at]) != "" {
			return strings.TrimSpace(chain[at])
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// answer counts what is written, and gives each write its time.
type answer struct {
	http.ResponseWriter
	control *http.ResponseController
	code    int
	bytes   int64
}

func newAnswer(w http.ResponseWriter) *answer {
	a := &answer{ResponseWriter: w, control: http.NewResponseController(w)}
	a.allow()
	return a
}

// allow sets the deadline of the next write; what cannot have one goes without.
func (a *answer) allow() { _ = a.control.SetWriteDeadline(time.Now().Add(moveTimeout)) }

func (a *answer) status() int {
	if a.code == 0 {
		return http.StatusOK
	}
	return a.code
}

// WriteHeader notes the status.
func (a *answer) WriteHeader(code int) {
	if a.code == 0 {
		a.code = code
	}
	a.allow()
	a.ResponseWriter.WriteHeader(code)
}

// Write counts.
func (a *answer) Write(b []byte) (int, error) {
	if a.code == 0 {
		a.code = http.StatusOK
	}
	a.allow()
	n, err := a.ResponseWriter.Write(b)
	a.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// Hijack hands the connection to a websocket.
func (a *answer) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	a.code = http.StatusSwitchingProtocols
	return a.control.Hijack()
}
