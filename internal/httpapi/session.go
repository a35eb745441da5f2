package httpapi

import (
	"cmp"
	"context"
	"net/http"
	"strings"
	"time"

	"quire/graph/wsgraphql"
	"quire/internal/problem"
	"quire/internal/viewer"
)

type expiryKey struct{}

// authenticated puts who sends the request into its context. Without a token
// nobody is signed in; with one that is worth nothing the request is refused. A
// websocket says who it is in connection_init.
func (s *Server) authenticated(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent := r.Header.Get("Authorization")
		if sent == "" || r.Header.Get("Upgrade") != "" {
			next.ServeHTTP(w, r)
			return
		}
		scheme, _, _ := strings.Cut(sent, " ")
		if !strings.EqualFold(scheme, "Bearer") {
			s.refuseToken(w, r, problem.New(problem.Unauthenticated, "only access tokens are accepted: send «Authorization: Bearer …»"))
			return
		}
		v, expires, err := s.config.Accounts.Viewer(r.Context(), wsgraphql.Bearer(sent))
		if err != nil {
			s.refuseToken(w, r, err)
			return
		}
		recordOf(r.Context()).user = v.UserID
		ctx := context.WithValue(viewer.With(r.Context(), v), expiryKey{}, expires)
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

func (s *Server) refuseToken(w http.ResponseWriter, r *http.Request, err error) {
	if p, ok := problem.As(err); ok && p.Code == problem.Unauthenticated {
		w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
		s.refuse(w, r, http.StatusUnauthorized, p)
		return
	}
	s.config.Log.ErrorContext(r.Context(), "the access token could not be checked", "error", err)
	s.refuse(w, r, http.StatusServiceUnavailable, problem.Wrap(err, problem.Unavailable, "your access token cannot be checked just now: try again in a moment"))
}

// streamSession tells a stream of events when it has to end.
func (s *Server) streamSession(ctx context.Context) (time.Time, func(context.Context) error) {
	v, err := viewer.From(ctx)
	if err != nil {
		return time.Time{}, nil
	}
	expires, _ := ctx.Value(expiryKey{}).(time.Time)
	return expires, func(ctx context.Context) error {
		_, err := s.config.Accounts.Recheck(ctx, v)
		return err
	}
}

func (s *Server) newWebsocket() *wsgraphql.Transport {
	c := s.config
	return wsgraphql.New(wsgraphql.Options{
		Open:          s.openSession,
		OriginAllowed: s.originAllowed,
		Refuse: func(w http.ResponseWriter, r *http.Request, status int, why string) {
			s.refuse(w, r, status, problem.New(problem.BadInput, "%s", why))
		},
		Ended: func(ctx context.Context) {
			if ended := recordOf(ctx).ended; ended != nil {
				ended(ctx, http.StatusSwitchingProtocols, 0)
			}
		},
		InitTimeout: c.InitTimeout, PingEvery: c.PingEvery, MaxMessage: c.MaxBody,
		MaxOperations: c.MaxOperations, MaxSockets: c.MaxSockets, Log: c.Log,
	})
}

// openSession tells a websocket who has opened it.
func (s *Server) openSession(ctx context.Context, token string) (wsgraphql.Session, error) {
	if token == "" {
		return wsgraphql.Session{
			Key:   "address " + recordOf(ctx).address,
			Enter: func(ctx context.Context) context.Context { return ctx },
		}, nil
	}
	v, expires, err := s.config.Accounts.Viewer(ctx, token)
	if err != nil {
		return wsgraphql.Session{}, err
	}
	recordOf(ctx).user = v.UserID
	session := s.socketSession(v)
	session.Expires = expires
	return session, nil
}

func (s *Server) socketSession(v viewer.Viewer) wsgraphql.Session {
	return wsgraphql.Session{
		Key:   userKey(v.UserID),
		Same:  cmp.Or(v.KeyID, v.Family),
		Enter: func(ctx context.Context) context.Context { return viewer.With(ctx, v) },
		Renew: func(ctx context.Context) (wsgraphql.Session, error) {
			now, err := s.config.Accounts.Recheck(ctx, v)
			return s.socketSession(now), err
		},
	}
}

// userKey names a user among those whose sockets and points are counted.
func userKey(id string) string { return "user " + id }

// Recheck asks at once whether the websockets of a user may stay open, those of
// all users when the id is empty.
func (s *Server) Recheck(userID string) {
	if userID == "" {
		s.websocket.Recheck("")
		return
	}
	s.websocket.Recheck(userKey(userID))
}
