// Package openidtest runs a real provider of OpenID Connect for tests: the
// server of zitadel/oidc, with its login page and people of the test's.
package openidtest

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
)

// The client as which Quire is registered.
const (
	ClientID     = "quire"
	ClientSecret = "a secret between two programs"
)

// Password is everybody's at the provider.
const Password = "the provider's password"

// Person has an account at the provider.
type Person struct {
	Subject, Email string
	// Unverified says that the provider has not seen to the email.
	Unverified bool
}

// Provider is a running provider.
type Provider struct {
	// Issuer is its identifier, http://host:port.
	Issuer string
	t      testing.TB
	people *people
}

// Start runs a provider until the test ends. Browsers may be sent back to the
// URLs given.
func Start(t testing.TB, redirectURLs ...string) *Provider {
	t.Helper()
	var handler http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	t.Cleanup(server.Close)
	p := &Provider{Issuer: server.URL, t: t, people: &people{}}
	clients := map[string]*storage.Client{ClientID: storage.WebClient(ClientID, ClientSecret, redirectURLs...)}
	handler = exampleop.SetupServer(server.URL, storage.NewStorageWithClients(p.people, clients), nil, false)
	return p
}

// Add gives a person an account.
func (p *Provider) Add(person Person) { p.people.add(person) }

// SignIn does what a browser and a person do: it opens the address, fills the
// login form in, and follows the provider to where it sends the browser back.
func (p *Provider) SignIn(address, email string) *url.URL {
	p.t.Helper()
	var back *url.URL
	browser := &http.Client{CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if r.URL.Query().Has("state") && !strings.HasPrefix(r.URL.String(), p.Issuer) {
			back = r.URL
			return http.ErrUseLastResponse
		}
		return nil
	}}
	page, err := browser.Get(address)
	if err != nil {
		p.t.Fatal(err)
	}
	_ = page.Body.Close()
	login := page.Request.URL
	if back != nil || login.Path != "/login/username" {
		p.t.Fatalf("%s leads to %s, status %s", address, login, page.Status)
	}
	form := url.Values{"username": {email}, "password": {Password}, "id": {login.Query().Get("authRequestID")}}
	answer, err := browser.PostForm(p.Issuer+"/login/username", form)
	if err != nil {
		p.t.Fatal(err)
	}
	_ = answer.Body.Close()
	if back == nil {
		p.t.Fatalf("the provider does not let %s in: status %s", email, answer.Status)
	}
	return back
}

// people are the provider's accounts.
type people struct {
	mu  sync.Mutex
	all []Person
}

func (p *people) add(one Person) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.all = append(p.all, one)
}

func (p *people) find(is func(Person) bool) *storage.User {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, one := range p.all {
		if is(one) {
			name, _, _ := strings.Cut(one.Email, "@")
			return &storage.User{
				ID: one.Subject, Username: one.Email, Password: Password, Email: one.Email, EmailVerified: !one.Unverified,
				FirstName: name, LastName: "of the Provider",
			}
		}
	}
	return nil
}

// GetUserByID finds an account by its subject.
func (p *people) GetUserByID(id string) *storage.User {
	return p.find(func(one Person) bool { return one.Subject == id })
}

// GetUserByUsername finds an account by its email.
func (p *people) GetUserByUsername(name string) *storage.User {
	return p.find(func(one Person) bool { return one.Email == name })
}

// ExampleClientID names a client that nobody uses.
func (p *people) ExampleClientID() string { return storage.ServiceUserID }
