package app

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os/exec"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"quire/internal/config"
	"quire/internal/httpapi"
	"quire/internal/openid/openidtest"
)

// federated is an office whose people sign in at a real provider. Browsers reach
// it through a proxy, as they would: its address is known before it runs.
type federated struct {
	office
	there  *openidtest.Provider
	public string
}

func setupFederated(t *testing.T, frontEnd string) federated {
	t.Helper()
	var target *url.URL
	proxy := httptest.NewServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) }})
	t.Cleanup(proxy.Close)
	there := openidtest.Start(t, proxy.URL+httpapi.CallbackPath)
	if frontEnd == "" {
		frontEnd = proxy.URL + "/playground"
	}
	o := setup(t, func(c *config.Config) {
		c.PublicURL, c.FrontEndURL, c.Playground, c.Introspection = proxy.URL, frontEnd, true, true
		c.OIDC = config.OIDC{
			OIDCIssuer: there.Issuer, OIDCClientID: openidtest.ClientID, OIDCClientSecret: openidtest.ClientSecret,
			OIDCName: "Silva SSO", OIDCScopes: []string{"email", "profile"}, OIDCProvision: "create", OIDCOrganisation: "Quire",
		}
	})
	var err error
	if target, err = url.Parse(o.url); err != nil {
		t.Fatal(err)
	}
	return federated{o, there, proxy.URL}
}

// follow fetches a page and gives where it leads.
func follow(t *testing.T, address string) (status int, location string) {
	t.Helper()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if got := response.Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("the answer may be kept: %q", got)
	}
	return response.StatusCode, response.Header.Get("Location")
}

func TestSignInAtAProviderOverHTTP(t *testing.T) {
	t.Parallel()
	const frontEnd = "https://app.example.com/sign-in"
	o := setupFederated(t, frontEnd)
	o.there.Add(openidtest.Person{Subject: "bo-1", Email: "bo@silva.example"})
	o.there.Add(openidtest.Person{Subject: "di-1", Email: "di@silva.example", Unverified: true})
	sum := sha256.Sum256([]byte("a secret of the page"))
	begin := func() string {
		address := o.take("url", "", `mutation { beginProviderSignIn(input: {challenge: "`+base64.RawURLEncoding.EncodeToString(sum[:])+`"}) { url } }`)
		return strings.ReplaceAll(address, `\u0026`, "&")
	}
	back := o.there.SignIn(begin(), "bo@silva.example").String()
	status, location := follow(t, back)
	code, ok := strings.CutPrefix(location, frontEnd+"#signIn=")
	if status != http.StatusSeeOther || !ok {
		t.Fatalf("the callback answers %d %s", status, location)
	}
	token := o.take("accessToken", "", `mutation { finishProviderSignIn(input: {code: "`+code+`", verifier: "a secret of the page"}) { session { accessToken } } }`)
	if got := o.ask(token, "{ viewer { user { email role } organisation { name } } }"); !strings.Contains(got, "bo@silva.example") || !strings.Contains(got, "STANDARD") {
		t.Error(got)
	}
	for what, address := range map[string]string{
		"the same answer again":    back,
		"an unverified email":      o.there.SignIn(begin(), "di@silva.example").String(),
		"a state that is made up":  o.public + httpapi.CallbackPath + "?code=x&state=y",
		"somebody who has refused": o.public + httpapi.CallbackPath + "?error=access_denied&state=y",
	} {
		status, location := follow(t, address)
		if status != http.StatusSeeOther || !strings.HasPrefix(location, frontEnd+"#requestId=") || !strings.Contains(location, "signInError=") {
			t.Errorf("%s is answered %d %s", what, status, location)
		}
	}
	for _, query := range []string{"", "?code=x", "?state=x", "?code=x&state=" + strings.Repeat("s", 5000)} {
		if status, _ := follow(t, o.public+httpapi.CallbackPath+query); status != http.StatusBadRequest {
			t.Errorf("the callback with %.20q answers %d", query, status)
		}
	}
}

// TestSignInWithABrowser does what a person does: a click on GraphiQL's page, the
// provider's form, and back again; and then accepts an invitation.
func TestSignInWithABrowser(t *testing.T) {
	t.Parallel()
	o := setupFederated(t, "")
	o.there.Add(openidtest.Person{Subject: "bo-1", Email: "bo@silva.example"})
	ctx := o.browser()
	o.run(ctx,
		chromedp.Navigate(o.public+"/playground"),
		chromedp.WaitVisible(`#provider`),
		chromedp.Click(`#provider`),
		chromedp.WaitVisible(`input[name=username]`),
		chromedp.SendKeys(`input[name=username]`, "bo@silva.example"),
		chromedp.SendKeys(`input[name=password]`, openidtest.Password),
		chromedp.Click(`button[type=submit]`),
		chromedp.WaitVisible(`#sign-out`),
		says("Signed in as bo@silva.example."),
		chromedp.Poll[chromedp.Void](`location.hash === "" && sessionStorage.length === 0`),
	)
	link := o.take("url", o.ana, `mutation { inviteUser(input: {email: "fay@silva.example"}) { url } }`)
	o.run(ctx,
		chromedp.Navigate("about:blank"),
		chromedp.Navigate(link),
		chromedp.WaitVisible(`#accept`),
		chromedp.SendKeys(`#accept input[name=password]`, password),
		chromedp.Click(`#accept button`),
		says("Signed in as fay@silva.example."),
	)
	o.login("fay@silva.example")
}

// says waits until the page's bar says a text.
func says(text string) chromedp.Action[chromedp.Void] {
	return chromedp.Poll[chromedp.Void](`document.getElementById("message")?.innerText === "` + text + `"`)
}

func (o federated) browser() context.Context {
	o.t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		o.t.Fatalf("signing in is tested in Chromium: `make setup` installs it. %v", err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.UserDataDir(o.t.TempDir()), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.WSURLReadTimeout(3*patience))
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	o.t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(allocator)
	o.t.Cleanup(func() {
		_ = chromedp.Cancel(ctx) // waits for the browser to end, so that its directory can go
		cancel()
	})
	// The browser lives as long as the context that it is first used with.
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[string]("location.href")); err != nil {
		o.t.Fatal(err)
	}
	return ctx
}

func (o federated) run(ctx context.Context, actions ...chromedp.Action[chromedp.Void]) {
	o.t.Helper()
	for i, action := range actions {
		step, cancel := context.WithTimeout(ctx, 3*patience)
		err := chromedp.Do(step, action)
		cancel()
		if err != nil {
			text, _ := chromedp.Run(ctx, chromedp.Evaluate[string]("location.href + document.body.innerText"))
			o.t.Fatalf("step %d: %v; the page shows: %s", i+1, err, text)
		}
	}
}
