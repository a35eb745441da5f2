package httpapi

import (
	"fmt"
	"net/http"
	"runtime/debug"

	"github.com/vektah/gqlparser/v2/gqlerror"

	"quire/internal/httpapi/gqlhttp"
	"quire/internal/problem"
)

// refuse answers with an error in the shape of GraphQL's.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, status int, p *problem.Error) {
	s.refuseWith(w, r, status, &gqlerror.Error{Err: p, Message: p.Message, Extensions: map[string]any{"code": string(p.Code)}})
}

func (s *Server) refuseWith(w http.ResponseWriter, r *http.Request, status int, err *gqlerror.Error) {
	err.Extensions["requestId"] = recordOf(r.Context()).id
	gqlhttp.Refuse(w, r, status, gqlerror.List{err}, nil)
}

// recovered answers a panic with 500 and logs where it happened.
func (s *Server) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			cause := recover()
			if cause == nil {
				return
			}
			if cause == http.ErrAbortHandler {
				panic(cause)
			}
			s.config.Log.ErrorContext(r.Context(), "a request panicked", "panic", fmt.Sprint(cause), "stack", string(debug.Stack()))
			if a, ok := w.(*answer); ok && a.code == 0 {
				s.refuse(w, r, http.StatusInternalServerError, problem.New(problem.Internal, "something went wrong inside Quire: try again, and name the request id to the operator"))
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// limitAddress bounds how many requests an address sends.
func (s *Server) limitAddress(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if wait := s.addresses.Spend(recordOf(r.Context()).address, 1); wait > 0 {
			s.refuseWith(w, r, http.StatusTooManyRequests, rateLimited(wait))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// securityHeaders forbids browsers whatever an API's answer has no need of; the
// playground allows itself more.
func (s *Server) securityHeaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		if r.TLS != nil || s.config.Secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

func noStore(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}
