// Package openid signs people in at a provider of OpenID Connect: it sends the
// browser there with PKCE, state and nonce, exchanges the code that comes back,
// and believes an ID token only after every check of OpenID Connect Core 1.0,
// 3.1.3.7. It knows neither users nor organisations of Quire.
package openid

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"quire/internal/problem"
)

const (
	// answerTimeout bounds each request to the provider.
	answerTimeout = 10 * time.Second
	// askAgain is the pause after the provider could not be asked: nobody waits
	// for one that is away.
	askAgain = 5 * time.Second
	// maxAnswer bounds what a provider answers, in bytes.
	maxAnswer = 1 << 20
	// Skew is how far the provider's clock may differ from ours.
	Skew = 30 * time.Second
)

// Config names a provider and says how its claims are read.
type Config struct {
	// Issuer is the provider's identifier, under which its discovery document is
	// found (OpenID Connect Discovery 1.0, 4).
	Issuer string
	// ClientID and ClientSecret are what the provider knows Quire by; the secret
	// is empty for a public client.
	ClientID, ClientSecret string
	// RedirectURL is where the provider sends the browser back to.
	RedirectURL string
	// Scopes to ask for beside openid.
	Scopes []string
	// Claims says what of the claims means what.
	Claims Claims
	// Client for requests to the provider; nil for one with deadlines.
	Client *http.Client
	// Now is the clock; nil for the real one.
	Now func() time.Time
}

// Provider is a provider of OpenID Connect. It is safe for use by several
// goroutines.
type Provider struct {
	config Config

	mu    sync.Mutex
	found *discovered
	// failure is why the provider could not be asked, at the moment failed.
	failure error
	failed  time.Time
}

// discovered is what the provider says of itself.
type discovered struct {
	*oidc.Provider
	oauth    oauth2.Config
	verifier *oidc.IDTokenVerifier
	metadata metadata
}

// metadata is what go-oidc leaves out of the discovery document.
type metadata struct {
	EndSession  string   `json:"end_session_endpoint"`
	AuthMethods []string `json:"token_endpoint_auth_methods_supported"`
	NamesItself bool     `json:"authorization_response_iss_parameter_supported"`
}

// New makes a provider; it is asked for its discovery document when it is first
// needed, so that Quire starts without it.
func New(c Config) (*Provider, error) {
	if c.Issuer == "" || c.ClientID == "" || c.RedirectURL == "" {
		return nil, errors.New("openid: Issuer, ClientID and RedirectURL are needed")
	}
	if c.Client == nil {
		c.Client = &http.Client{Timeout: answerTimeout, Transport: bounded{http.DefaultTransport}}
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	return &Provider{config: c}, nil
}

// discover asks the provider, until it has answered once.
func (p *Provider) discover(ctx context.Context) (*discovered, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.found != nil {
		return p.found, nil
	}
	if p.failure != nil && p.config.Now().Sub(p.failed) < askAgain {
		return nil, p.failure
	}
	p.found, p.failure = p.ask(context.WithoutCancel(ctx)) // others wait for it too
	p.failed = p.config.Now()
	return p.found, p.failure
}

// ask reads the discovery document.
func (p *Provider) ask(ctx context.Context) (*discovered, error) {
	c := p.config
	provider, err := oidc.NewProvider(oidc.ClientContext(ctx, c.Client), c.Issuer)
	if err != nil {
		return nil, unreachable(fmt.Errorf("discovery: %w", err))
	}
	d := &discovered{Provider: provider}
	if err := provider.Claims(&d.metadata); err != nil {
		return nil, unreachable(fmt.Errorf("discovery: %w", err))
	}
	endpoint := provider.Endpoint()
	endpoint.AuthStyle = authStyle(c, d.metadata)
	d.oauth = oauth2.Config{
		ClientID: c.ClientID, ClientSecret: c.ClientSecret, RedirectURL: c.RedirectURL, Endpoint: endpoint,
		Scopes: append([]string{oidc.ScopeOpenID}, c.Scopes...),
	}
	d.verifier = provider.Verifier(&oidc.Config{ClientID: c.ClientID, Now: func() time.Time { return c.Now().Add(-Skew) }})
	return d, nil
}

// authStyle is how Quire says who it is. Trying would spend the code.
func authStyle(c Config, m metadata) oauth2.AuthStyle {
	// client_secret_basic is meant when nothing is said (Discovery 1.0, 3).
	basic := len(m.AuthMethods) == 0 || slices.Contains(m.AuthMethods, "client_secret_basic")
	if c.ClientSecret != "" && basic {
		return oauth2.AuthStyleInHeader
	}
	return oauth2.AuthStyleInParams
}

// Secrets are what a sign-in is remembered by until the browser comes back.
type Secrets struct {
	// State ties the answer to the question (RFC 6749, 10.12).
	State string
	// Nonce ties the ID token to it (OpenID Connect Core 1.0, 15.5.2).
	Nonce string
	// Verifier ties the code to it (RFC 7636).
	Verifier string
}

// SignInURL is where the browser is sent to.
func (p *Provider) SignInURL(ctx context.Context, s Secrets) (string, error) {
	d, err := p.discover(ctx)
	if err != nil {
		return "", err
	}
	return d.oauth.AuthCodeURL(s.State, oidc.Nonce(s.Nonce), oauth2.S256ChallengeOption(s.Verifier)), nil
}

// SignOutURL is where a browser ends its session at the provider and then goes
// to the page given (OpenID Connect RP-Initiated Logout 1.0); empty when the
// provider has no such address.
func (p *Provider) SignOutURL(ctx context.Context, then string) (string, error) {
	d, err := p.discover(ctx)
	if err != nil || d.metadata.EndSession == "" {
		return "", err
	}
	u, err := url.Parse(d.metadata.EndSession)
	if err != nil {
		return "", unreachable(fmt.Errorf("discovery: end_session_endpoint: %w", err))
	}
	q := u.Query()
	q.Set("client_id", p.config.ClientID)
	if then != "" {
		q.Set("post_logout_redirect_uri", then)
	}
	u.RawQuery = q.Encode()
	return u.String(), nil
}

// Issuer is the provider's identifier.
func (p *Provider) Issuer() string { return p.config.Issuer }

func unreachable(cause error) error {
	return problem.Wrap(cause, problem.Unavailable, "the sign-in provider cannot be reached just now: try again in a moment, or sign in with a password")
}

func refused(cause error) error {
	return problem.Wrap(cause, problem.Unauthenticated, "the sign-in at the provider could not be accepted: begin again")
}

// bounded cuts answers off that are longer than any provider's.
type bounded struct{ http.RoundTripper }

// RoundTrip does a request.
func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := b.RoundTripper.RoundTrip(r)
	if err == nil {
		response.Body = http.MaxBytesReader(nil, response.Body, maxAnswer)
	}
	return response, err
}
