package httpapi

import (
	"context"
	"net/http"
	"net/url"

	"quire/internal/openid"
	"quire/internal/problem"
)

// CallbackPath is where a provider sends browsers back to.
const CallbackPath = "/oidc/callback"

// SignIns knows the sign-ins that have begun.
type SignIns interface {
	// CompleteProviderSignIn takes what the provider sent, and gives the code by
	// which the front end fetches the session.
	CompleteProviderSignIn(ctx context.Context, state string, answer openid.Answer) (code string, err error)
}

// maxAnswer bounds the parameters that a provider sends, in bytes.
const maxAnswer = 4096

// callback takes a browser that comes back from the provider and sends it on to
// the front end. What goes along stands behind «#», which browsers send to no
// server; it is no token, but a code that is of use only to the page that began.
func (s *Server) callback(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	state, code := q.Get("state"), q.Get("code")
	if len(r.URL.RawQuery) > maxAnswer || state == "" || (code == "" && q.Get("error") == "") {
		s.refuse(w, r, http.StatusBadRequest, problem.New(problem.BadInput, "this is the address that a sign-in provider sends browsers to: begin with beginProviderSignIn"))
		return
	}
	if code == "" { // the person or the provider declined
		s.config.Log.InfoContext(r.Context(), "a sign-in at the provider was declined")
		s.toFrontEnd(w, r, url.Values{"signInError": {string(problem.Unauthenticated)}, "requestId": {recordOf(r.Context()).id}})
		return
	}
	once, err := s.config.SignIns.CompleteProviderSignIn(r.Context(), state, openid.Answer{Code: code, Issuer: q.Get("iss")})
	if err != nil {
		reason := problem.Internal
		if p, ok := problem.As(err); ok {
			reason = p.Code
		}
		s.config.Log.WarnContext(r.Context(), "a sign-in at the provider was refused", "code", reason, "error", err)
		s.toFrontEnd(w, r, url.Values{"signInError": {string(reason)}, "requestId": {recordOf(r.Context()).id}})
		return
	}
	s.toFrontEnd(w, r, url.Values{"signIn": {once}})
}

func (s *Server) toFrontEnd(w http.ResponseWriter, r *http.Request, fragment url.Values) {
	http.Redirect(w, r, s.config.FrontEnd+"#"+fragment.Encode(), http.StatusSeeOther)
}
