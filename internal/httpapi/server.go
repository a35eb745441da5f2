package httpapi

import (
	"context"
	"errors"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/rs/cors"

	"quire/graph/wsgraphql"
	"quire/internal/httpapi/ratelimit"
	"quire/internal/problem"
	"quire/web/playground"
)

// remembered is how many users and addresses the rate limits remember.
const remembered = 20_000

// Server answers HTTP requests.
type Server struct {
	config    Config
	handler   http.Handler
	websocket *wsgraphql.Transport
	users     *ratelimit.Limiter
	addresses *ratelimit.Limiter
	// operations and streams bound what a user does at once.
	operations, streams *inFlight

	stop     chan struct{} // ends streams
	stopOnce sync.Once
}

// New makes the server; it returns an error when the configuration is not
// complete.
func New(c Config) (*Server, error) {
	if err := c.fill(); err != nil {
		return nil, err
	}
	s := &Server{
		config:     c,
		users:      ratelimit.New(c.UserRate, remembered, nil),
		addresses:  ratelimit.New(c.AddressRate, remembered, nil),
		operations: newInFlight(c.OperationsAtOnce), streams: newInFlight(c.MaxSockets),
		stop: make(chan struct{}),
	}
	s.websocket = s.newWebsocket()
	s.handler = s.recorded(s.recovered(s.securityHeaders(s.cors(s.routes()))))
	if c.Trace != nil {
		s.handler = c.Trace(s.handler)
	}
	return s, nil
}

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/graphql", noStore(s.limitAddress(s.authenticated(announcing(s.graphql())))))
	if s.config.SignIns != nil {
		mux.Handle("GET "+CallbackPath, noStore(s.limitAddress(http.HandlerFunc(s.callback))))
	}
	if s.config.Uploads != nil {
		mux.Handle("/uploads/", noStore(s.limitAddress(s.config.Uploads)))
	}
	if s.config.Queue != nil {
		mux.Handle("/queue/", s.limitAddress(s.config.Queue))
	}
	for path, h := range map[string]http.Handler{
		"/downloads/": s.config.Downloads, "/archives/": s.config.Archives, "/previews/": s.config.Previews, "GET /healthz": s.config.Live, "GET /readyz": s.config.Ready, "GET /metrics": s.config.Metrics,
	} {
		if h != nil {
			mux.Handle(path, h)
		}
	}
	if s.config.Playground {
		page := playground.Handler("/graphql")
		mux.Handle("GET /playground", page)
		mux.Handle("GET /playground/", page)
		mux.Handle("GET /{$}", http.RedirectHandler("/playground", http.StatusFound))
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.refuse(w, r, http.StatusNotFound, problem.New(problem.NotFound, "there is nothing at this address: GraphQL is at /graphql"))
	})
	return mux
}

// cors lets the pages of the configured origins use the API.
func (s *Server) cors(next http.Handler) http.Handler {
	if len(s.config.Origins) == 0 {
		return next
	}
	return cors.New(cors.Options{
		AllowedOrigins: s.config.Origins,
		AllowedMethods: []string{http.MethodGet, http.MethodPost, http.MethodPut},
		AllowedHeaders: []string{"Authorization", "Content-Type", "GraphQL-Preflight", "Apollo-Require-Preflight", requestIDHeader},
		ExposedHeaders: []string{requestIDHeader, "Retry-After", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"},
		MaxAge:         600,
	}).Handler(next)
}

// originAllowed tells whether a page of the origin may open a websocket, which
// browsers do not ask about.
func (s *Server) originAllowed(r *http.Request, origin string) bool {
	return wsgraphql.SameOrigin(r, origin) || slices.Contains(s.config.Origins, origin) || slices.Contains(s.config.Origins, "*")
}

// Serve answers the listener's connections until the context ends. Then it takes
// no more, tells websockets and streams to go elsewhere, gives other requests
// the grace to finish, and returns nil; or an error when they did not.
func (s *Server) Serve(ctx context.Context, listener net.Listener, grace time.Duration) error {
	server := s.newHTTPServer(readHeaderTimeout)
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	err := s.endConnections(ctx)
	if err := errors.Join(err, server.Shutdown(ctx)); err != nil {
		_ = server.Close()
		return err
	}
	return nil
}

func (s *Server) newHTTPServer(headers time.Duration) *http.Server {
	return &http.Server{Handler: s, ReadHeaderTimeout: headers, IdleTimeout: idleTimeout, MaxHeaderBytes: 64 << 10}
}

// endConnections ends what would never end by itself.
func (s *Server) endConnections(ctx context.Context) error {
	s.stopOnce.Do(func() { close(s.stop) })
	return s.websocket.Shutdown(ctx)
}
