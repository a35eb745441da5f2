package queueui

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/jackc/pgx/v5"

	"quire/ent"
	"quire/ent/auditevent"
	"quire/internal/audit"
	"quire/internal/problem"
	"quire/internal/viewer"
)

const (
	enterPath  = Path + "enter"
	cookieName = "quire_queue"
)

// What a token is good for, so that none passes for another.
const (
	forLink    = "queue link"
	forSession = "queue session"
)

// claims say whose session of Quire a token stands for.
type claims struct {
	Organisation string `json:"org"`
	Family       string `json:"fam"`
	jwt.RegisteredClaims
}

// Link makes a link under which the operator of the context may enter the console
// within a minute. The console stays open for eight hours, or until the operator
// signs out or is none any more.
func (c *Console) Link(ctx context.Context) (url string, expires time.Time, err error) {
	v, err := viewer.From(ctx)
	if err != nil {
		return "", time.Time{}, err
	}
	if !v.Operator || v.KeyID != "" {
		return "", time.Time{}, problem.New(problem.Forbidden, "the queue spans all organisations: only an operator may see it")
	}
	expires = time.Now().Add(linkLifetime)
	token, err := c.sign(v, forLink, expires)
	if err != nil {
		return "", time.Time{}, err
	}
	err = c.DB.InTx(ctx, func(ctx context.Context, _ *ent.Client, _ pgx.Tx) error {
		return audit.Record(ctx, audit.Event{Action: auditevent.ActionLinkIssued, TargetID: v.UserID})
	})
	return c.PublicBaseURL + enterPath + "?token=" + token, expires, err
}

func (c *Console) sign(v viewer.Viewer, purpose string, expires time.Time) (string, error) {
	return jwt.NewWithClaims(jwt.SigningMethodHS256, claims{
		Organisation: v.OrganisationID, Family: v.Family,
		RegisteredClaims: jwt.RegisteredClaims{Subject: v.UserID, Audience: jwt.ClaimStrings{purpose}, ExpiresAt: jwt.NewNumericDate(expires)},
	}).SignedString(c.SigningKeys[0])
}

// operator gives whose token it is, if it is good for the purpose and its owner is
// signed in still, and an operator still.
func (c *Console) operator(ctx context.Context, token, purpose string) (viewer.Viewer, bool) {
	var found claims
	for _, key := range c.SigningKeys {
		_, err := jwt.ParseWithClaims(token, &found, func(*jwt.Token) (any, error) { return key, nil },
			jwt.WithValidMethods([]string{"HS256"}), jwt.WithAudience(purpose), jwt.WithExpirationRequired())
		if err != nil {
			continue
		}
		v, err := c.Accounts.Recheck(ctx, viewer.Viewer{UserID: found.Subject, OrganisationID: found.Organisation, Family: found.Family})
		if p, wrong := problem.As(err); err != nil && (!wrong || p.Code != problem.Unauthenticated) {
			c.Log.ErrorContext(ctx, "an operator's session cannot be checked", "error", err)
		}
		return v, err == nil && v.Operator
	}
	return viewer.Viewer{}, false
}

// enter changes a link for a cookie. The cookie is sent along when the operator
// comes from another page, but changes are refused to those.
func (c *Console) enter(w http.ResponseWriter, r *http.Request) {
	v, ok := c.operator(r.Context(), r.URL.Query().Get("token"), forLink)
	if !ok {
		refuse(w)
		return
	}
	session, err := c.sign(v, forSession, time.Now().Add(sessionLifetime))
	if err != nil {
		http.Error(w, "The console cannot be opened just now. Try again in a moment.", http.StatusServiceUnavailable)
		return
	}
	http.SetCookie(w, &http.Cookie{
		Name: cookieName, Value: session, Path: Path, MaxAge: int(sessionLifetime.Seconds()), HttpOnly: true,
		SameSite: http.SameSiteLaxMode, Secure: r.TLS != nil || strings.HasPrefix(c.PublicBaseURL, "https:"),
	})
	http.Redirect(w, r, Path, http.StatusSeeOther)
}

// admitted tells whether an operator sends the request, and answers it otherwise.
func (c *Console) admitted(w http.ResponseWriter, r *http.Request) bool {
	cookie, err := r.Cookie(cookieName)
	if err == nil {
		if _, ok := c.operator(r.Context(), cookie.Value, forSession); ok {
			return true
		}
	}
	refuse(w)
	return false
}

func refuse(w http.ResponseWriter) {
	http.Error(w, "This is for operators. Ask the API for a link: mutation { openQueueConsole { link { url } } }.", http.StatusUnauthorized)
}
