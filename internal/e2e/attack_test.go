package e2e

import (
	"bytes"
	"compress/gzip"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"quire/internal/postgres/pgtest"
)

const (
	attackedAdmin    = "ana@silva.example"
	attackedPassword = "a phrase that no list has"
	attackedSecret   = "jX0v6Tq2Zr8mLw4nPb9sKd3fGh7yUc1e"
)

// attacker reaches for a server in production.
type attacker struct {
	t      *testing.T
	base   string
	server *api
	// sent are secrets that went to the server and must not be in its log.
	sent []string
}

// production starts a server as an operator would in production.
func production(t *testing.T, settings ...string) *attacker {
	t.Helper()
	i := install(t, pgtest.New(t), append([]string{
		"PROFILE=prod", "JWT_SECRET=" + attackedSecret, "ADMIN_EMAIL=" + attackedAdmin, "ADMIN_PASSWORD=" + attackedPassword,
		"PUBLIC_URL=https://books.example.com", "LOG_LEVEL=debug", "RATE_LIMIT_PER_MINUTE=100000", "POINTS_AT_ONCE=100000",
	}, settings...)...)
	server := i.api()
	return &attacker{t: t, base: server.url, server: server, sent: []string{attackedPassword, attackedSecret}}
}

// reply is what an attacker gets to see.
type reply struct {
	status int
	header http.Header
	body   string
}

func (r reply) String() string { return fmt.Sprintf("%d %.300s", r.status, r.body) }

// request sends a request as it is: nothing of it is made sense of.
func (a *attacker) request(method, path, body string, headers ...string) reply {
	a.t.Helper()
	req, err := http.NewRequestWithContext(a.t.Context(), method, a.base, strings.NewReader(body))
	if err != nil {
		a.t.Fatal(err)
	}
	path, query, _ := strings.Cut(path, "?")
	req.URL.Opaque = "//" + req.URL.Host + path
	req.URL.RawQuery = query
	for i := 0; i < len(headers); i += 2 {
		req.Header.Add(headers[i], headers[i+1])
	}
	client := &http.Client{Timeout: patience, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	if err != nil {
		a.t.Fatalf("%s %s: %v", method, path, err)
	}
	defer res.Body.Close()
	said, err := io.ReadAll(res.Body)
	if err != nil {
		a.t.Fatal(err)
	}
	r := reply{res.StatusCode, res.Header, string(said)}
	a.tellsNothing(method+" "+path, r)
	return r
}

// operation sends a document as JSON.
func (a *attacker) operation(document string, headers ...string) reply {
	a.t.Helper()
	body, err := json.Marshal(map[string]string{"query": document})
	if err != nil {
		a.t.Fatal(err)
	}
	return a.request(http.MethodPost, "/graphql", string(body), append([]string{"Content-Type", "application/json"}, headers...)...)
}

// traits of an answer that tells of the inside, in small letters.
var traits = []string{
	"goroutine ", "panic", ".go:", "sqlstate", "pq:", "pgx", "postgres", "/root/", "/home/", "stack trace", "did you mean", "\"tracing\"", "\"debug\"", "\"exception\"",
	"resolver", "gqlgen", "runtime error",
}

// tellsNothing holds every answer against what scanners look for.
func (a *attacker) tellsNothing(what string, r reply) {
	a.t.Helper()
	for _, trait := range traits {
		if strings.Contains(strings.ToLower(r.body), trait) {
			a.t.Errorf("%s tells of %q: %v", what, trait, r)
		}
	}
	for _, name := range []string{"Server", "X-Powered-By", "X-Debug", "Access-Control-Allow-Origin"} {
		if r.header.Get(name) != "" {
			a.t.Errorf("%s has the header %s: %s", what, name, r.header.Get(name))
		}
	}
	for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer", "Strict-Transport-Security": "max-age=31536000"} {
		if r.header.Get(name) != want {
			a.t.Errorf("%s: the header %s is %q", what, name, r.header.Get(name))
		}
	}
	if r.header.Get("Content-Security-Policy") == "" {
		a.t.Errorf("%s has no content security policy", what)
	}
	if r.status >= http.StatusInternalServerError {
		a.t.Errorf("%s breaks something: %v", what, r)
	}
}

func (a *attacker) want(what string, r reply, status int, code string) {
	a.t.Helper()
	if r.status != status || !strings.Contains(r.body, `"`+code+`"`) || strings.Contains(r.body, `"data":{`) {
		a.t.Errorf("%s is answered %v, want %d %s", what, r, status, code)
	}
}

// unharmed ends the attack: the server still serves, nothing failed inside, and
// nothing secret was written down.
func (a *attacker) unharmed() {
	a.t.Helper()
	if r := a.operation("{ __typename }"); r.status != http.StatusOK || !strings.Contains(r.body, `"Query"`) {
		a.t.Errorf("afterwards: %v", r)
	}
	log := a.server.logs.String()
	for line := range strings.Lines(log) {
		if strings.Contains(line, `"level":"ERROR"`) {
			a.t.Errorf("something failed inside: %.500s", line)
		}
	}
	for _, secret := range a.sent {
		if secret == "" || strings.Contains(log, secret) {
			a.t.Errorf("%.12q… is in the log", secret)
		}
	}
}

// signIn gives the administrator's access token.
func (a *attacker) signIn() string {
	a.t.Helper()
	r := a.operation(`mutation { login(input: {email: "` + attackedAdmin + `", password: "` + attackedPassword + `"}) { session { accessToken refreshToken } } }`)
	var out struct {
		Data struct {
			Login struct {
				Session struct{ AccessToken, RefreshToken string }
			}
		}
	}
	if err := json.Unmarshal([]byte(r.body), &out); err != nil || out.Data.Login.Session.AccessToken == "" {
		a.t.Fatalf("signing in: %v", r)
	}
	a.sent = append(a.sent, out.Data.Login.Session.AccessToken, out.Data.Login.Session.RefreshToken)
	return out.Data.Login.Session.AccessToken
}

// TestScannersFindNothing does what scanners of GraphQL do (graphql-cop, InQL,
// Clairvoyance, CrackQL and their like) to a server in production.
func TestScannersFindNothing(t *testing.T) {
	t.Parallel()
	a := production(t)
	repeat := func(n int, part func(i int) string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(part(i))
		}
		return b.String()
	}
	for what, document := range map[string]string{
		"aliases":             "{" + repeat(101, func(i int) string { return fmt.Sprintf("a%d:__typename ", i) }) + "}",
		"one field repeated":  "{" + strings.Repeat("__typename ", 500) + "}",
		"directives":          "{" + strings.Repeat("...@include(if:true){__typename}", 60) + "}",
		"depth":               "{node(id:\"x\"){...on Book{" + strings.Repeat("pages{book{", 20) + "id" + strings.Repeat("}}", 20) + "}}}",
		"a bomb of fragments": "{...F0}" + repeat(40, func(i int) string { return fmt.Sprintf(" fragment F%d on Query{...F%d ...F%d}", i, i+1, i+1) }) + " fragment F40 on Query{__typename}",
		"cost": "{" + repeat(10, func(i int) string {
			return fmt.Sprintf("a%d:customers(first:100){edges{node{attributes(first:100){edges{node{id}}}}}}", i)
		}) + "}",
		"length":          "{__typename}#" + strings.Repeat("x", 64<<10),
		"tokens":          "{" + strings.Repeat("__typename,", 5000) + "}",
		"an endless list": `{users(first:100){edges{node{` + strings.Repeat("id ", 700) + `}}}}`,
	} {
		a.want(what, a.operation(document), http.StatusOK, "QUERY_TOO_COMPLEX")
	}
	for what, document := range map[string]string{
		"unknown directives":     "{__typename " + strings.Repeat("@aa", 10) + "}",
		"a misspelt field":       "{ bookz { id } }",
		"a misspelt argument":    `mutation { login(input: {emial: "a", password: "b"}) { session { expiresAt } } }`,
		"a misspelt type":        `{ node(id: "x") { ... on Bok { id } } }`,
		"a misspelt enum":        `{ books(orderBy: {field: NAMEE}) { totalCount } }`,
		"circular introspection": "{__schema{types{fields{type{fields{type{fields{type{fields{name}}}}}}}}}}",
		"circular fragments":     "{...A} fragment A on Query{...B} fragment B on Query{...A}",
	} {
		a.want(what, a.operation(document), http.StatusOK, "GRAPHQL_VALIDATION_FAILED")
	}
	for _, document := range []string{"{__schema{queryType{name}}}", `{__type(name:"User"){fields{name}}}`, "query IntrospectionQuery{__schema{types{name}}}", "{...A} fragment A on Query{a:__schema{types{name}}}"} {
		a.want(document, a.operation(document), http.StatusForbidden, "FORBIDDEN")
	}
	a.want("a batch", a.request(http.MethodPost, "/graphql", `[{"query":"{__typename}"},{"query":"{__typename}"}]`, "Content-Type", "application/json"), http.StatusBadRequest, "BAD_USER_INPUT")
	a.tracing()
	a.unharmed()
}

// tracing asks for what debuggers get.
func (a *attacker) tracing() {
	a.t.Helper()
	for _, header := range []string{"X-Apollo-Tracing", "X-Debug", "X-Trace", "Apollo-Federation-Include-Trace"} {
		if r := a.operation("{__typename}", header, "1"); strings.Contains(r.body, "tracing") || strings.Contains(r.body, "ftv1") {
			a.t.Errorf("%s: %v", header, r)
		}
	}
}

// TestCrossSiteRequestsAreRefused sends what pages of other sites can make a
// browser send.
func TestCrossSiteRequestsAreRefused(t *testing.T) {
	t.Parallel()
	a := production(t)
	const login = `mutation{login(input:{email:"a@b.example",password:"x"}){session{expiresAt}}}`
	body := `{"query":"` + login + `"}`
	for what, c := range map[string]struct {
		method, path, body string
		headers            []string
		status             int
	}{
		"a form":                 {"POST", "/graphql", "query=" + login, []string{"Content-Type", "application/x-www-form-urlencoded"}, 415},
		"plain text":             {"POST", "/graphql", body, []string{"Content-Type", "text/plain"}, 415},
		"no type":                {"POST", "/graphql", body, nil, 415},
		"a type with a disguise": {"POST", "/graphql", body, []string{"Content-Type", "text/plain; application/json"}, 415},
		"a document as its type": {"POST", "/graphql", login, []string{"Content-Type", "application/graphql"}, 415},
		"a mutation by GET":      {"GET", "/graphql?query=" + strings.ReplaceAll(login, `"`, "%22"), "", nil, 405},
		"a form with a file":     {"POST", "/graphql", "--x\r\nContent-Disposition: form-data; name=\"operations\"\r\n\r\n" + body + "\r\n--x--\r\n", []string{"Content-Type", "multipart/form-data; boundary=x"}, 400},
		"another method":         {"DELETE", "/graphql", "", nil, 405},
		"a method in disguise":   {"GET", "/graphql", "", []string{"X-HTTP-Method-Override", "POST"}, 400},
		"TRACE":                  {"TRACE", "/graphql", "", nil, 405},
	} {
		if r := a.request(c.method, c.path, c.body, c.headers...); r.status != c.status || strings.Contains(r.body, `"data":{`) {
			a.t.Errorf("%s is answered %v, want %d", what, r, c.status)
		}
	}
	r := a.request(http.MethodOptions, "/graphql", "", "Origin", "https://evil.example", "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "authorization,content-type")
	if r.header.Get("Access-Control-Allow-Methods") != "" {
		t.Errorf("a preflight of another site is allowed: %v", r.header)
	}
	for _, origin := range []string{"https://evil.example", "null", "http://127.0.0.1.evil.example", "https://books.example.com.evil.example"} {
		r := a.request(http.MethodGet, "/graphql", "", "Origin", origin, "Connection", "Upgrade", "Upgrade", "websocket",
			"Sec-WebSocket-Version", "13", "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Protocol", "graphql-transport-ws")
		if r.status != http.StatusForbidden {
			t.Errorf("a websocket from %s: %v", origin, r)
		}
	}
	a.unharmed()
}

// TestForgedTokensOpenNothing sends tokens that nobody issued.
func TestForgedTokensOpenNothing(t *testing.T) {
	t.Parallel()
	a := production(t)
	good := a.signIn()
	parts := strings.Split(good, ".")
	encode := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
	signed := func(header, key string) string {
		text := encode(header) + "." + parts[1]
		mac := hmac.New(sha256.New, []byte(key))
		mac.Write([]byte(text))
		return text + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
	}
	tokens := map[string]string{
		"unsigned":             encode(`{"alg":"none","typ":"JWT"}`) + "." + parts[1] + ".",
		"unsigned, in capital": encode(`{"alg":"NoNe"}`) + "." + parts[1] + ".",
		"cut":                  parts[0] + "." + parts[1] + ".",
		"with the raw secret":  signed(`{"alg":"HS256"}`, attackedSecret),
		"with no secret":       signed(`{"alg":"HS256"}`, ""),
		"an ES256 of nothing":  encode(`{"alg":"ES256"}`) + "." + parts[1] + "." + encode(strings.Repeat("\x00", 64)),
		"text":                 "text", "dots": "..", "long": strings.Repeat("A", 30_000), "spaces": "a b c", "a key": "qk_" + strings.Repeat("A", 43), "an invitation": "qi_" + strings.Repeat("A", 43),
	}
	for _, kid := range []string{"../../../../dev/null", "' or '1'='1", "0", "\\u0000", "http://evil.example/key"} {
		tokens["key "+kid] = signed(`{"alg":"HS256","kid":"`+kid+`"}`, "")
	}
	for _, header := range []string{`"jku":"http://127.0.0.1:1/keys"`, `"x5u":"http://127.0.0.1:1/cert"`, `"jwk":{"kty":"oct","k":""}`, `"crit":["x"],"x":1`, `"b64":false`} {
		tokens[header] = signed(`{"alg":"HS256",`+header+`}`, "")
	}
	changed, _ := base64.RawURLEncoding.DecodeString(parts[1])
	tokens["other claims"] = parts[0] + "." + encode(strings.Replace(string(changed), `"role":"ADMIN"`, `"role":"ADMIN","op":true`, 1)) + "." + parts[2]
	for what, token := range tokens {
		a.want("a token: "+what, a.operation("{viewer{user{id}}}", "Authorization", "Bearer "+token), http.StatusUnauthorized, "UNAUTHENTICATED")
	}
	for _, header := range []string{"Basic YTpi", "Bearer", "bearer ", "Token " + good, "Bearer " + good + " " + good} {
		if r := a.operation("{viewer{user{id}}}", "Authorization", header); r.status != http.StatusUnauthorized {
			t.Errorf("«%.10s…»: %v", header, r)
		}
	}
	for _, path := range []string{"/graphql?query={viewer{user{id}}}&access_token=" + good, "/graphql?query={viewer{user{id}}}&token=" + good} {
		if r := a.request(http.MethodGet, path, ""); !strings.Contains(r.body, "UNAUTHENTICATED") {
			t.Errorf("a token in the URL counts: %v", r)
		}
	}
	if r := a.operation("{viewer{user{email}}}", "Authorization", "Bearer "+good); !strings.Contains(r.body, attackedAdmin) {
		t.Errorf("the true token: %v", r)
	}
	a.unharmed()
}

// TestPathsLeadNowhere asks for what lies beside the API.
func TestPathsLeadNowhere(t *testing.T) {
	t.Parallel()
	a := production(t)
	for _, path := range []string{
		"/", "/playground", "/playground/", "/playground/page.js", "/graphiql", "/altair", "/voyager", "/console", "/graphql/console", "/graphql.php", "/v1/graphql", "/api",
		"/debug/pprof/", "/debug/vars", "/debug/requests", "/metrics", "/.env", "/.git/config", "/server-status", "/actuator/env", "/swagger.json", "/robots.txt", "/oidc/callback?code=x&state=y",
		"/downloads/", "/downloads/x", "/downloads/../../etc/passwd", "/downloads/..%2f..%2fetc%2fpasswd", "/downloads/%2e%2e/%2e%2e/etc/passwd", "/downloads/" + strings.Repeat("A", 4000),
		"/uploads/x", "/uploads/../downloads/x", "/previews/x", "/previews/..%2f..%2fjwt-secret", "/previews/%00", "//evil.example/", "/%2e%2e%2f%2e%2e%2fetc/passwd", "/graphql/../metrics",
	} {
		r := a.request(http.MethodGet, path, "")
		if r.status < 300 || strings.Contains(r.body, "root:") || strings.HasPrefix(r.header.Get("Location"), "//") || strings.Contains(r.header.Get("Location"), "://") {
			t.Errorf("%s is answered %v %v", path, r, r.header)
		}
	}
	if r := a.request(http.MethodGet, "/graphql", "", "Accept", "text/html"); r.status != http.StatusBadRequest || strings.Contains(strings.ToLower(r.body), "<html") {
		t.Errorf("a browser gets %v", r)
	}
	if r := a.request(http.MethodPost, "/graphql", `{"query":"{__typename}"}`, "Content-Type", "application/json", "Host", "evil.example", "X-Forwarded-Host", "evil.example"); strings.Contains(r.body, "evil") {
		t.Errorf("another host: %v", r)
	}
	a.unharmed()
}

// TestHostileBodiesAreRefused sends bodies that are broken, huge or strange.
func TestHostileBodiesAreRefused(t *testing.T) {
	t.Parallel()
	a := production(t)
	token := a.signIn()
	var bomb bytes.Buffer
	packed := gzip.NewWriter(&bomb)
	_, _ = io.Copy(packed, io.LimitReader(zeros{}, 64<<20))
	_ = packed.Close()
	const create = `"query":"mutation($n:String!){createCustomer(input:{name:$n}){customer{id}}}","variables":`
	for what, c := range map[string]struct {
		body    string
		headers []string
	}{
		"nothing": {"", nil}, "a number": {"1", nil}, "null": {"null", nil}, "a text": {`"x"`, nil}, "half": {`{"query":"{__type`, nil}, "two": {`{"query":"{a}"}{"query":"{b}"}`, nil},
		"no text":           {"{\"query\":\"\xff\xfe\"}", nil},
		"a mark before it":  {"\xef\xbb\xbf{\"query\":\"{__typename}\"", nil},
		"a deep value":      {`{"query":"{__typename}","variables":` + strings.Repeat(`{"a":`, 50_000) + "1" + strings.Repeat("}", 50_000) + "}", nil},
		"a deep list":       {`{"query":"{__typename}","variables":{"a":` + strings.Repeat("[", 50_000) + strings.Repeat("]", 50_000) + "}}", nil},
		"too much":          {`{"query":"{__typename}","variables":{"a":"` + strings.Repeat("x", 2<<20) + `"}}`, nil},
		"a bomb":            {bomb.String(), []string{"Content-Encoding", "gzip"}},
		"variables no list": {`{"query":"{__typename}","variables":[1]}`, nil},
		"a name no text":    {`{"query":"{__typename}","operationName":{"a":1}}`, nil},
		"a query no text":   {`{"query":{"a":1}}`, nil},
		"a zero byte":       {`{` + create + `{"n":"a\u0000b"}}`, nil},
		"a number for it":   {`{` + create + `{"n":1e400}}`, nil},
		"a list for it":     {`{` + create + `{"n":["a"]}}`, nil},
		"an object for it":  {`{` + create + `{"n":{"__proto__":{"admin":true}}}}`, nil},
		"a long name":       {`{` + create + `{"n":"` + strings.Repeat("n", 900_000) + `"}}`, nil},
		"a huge number":     {`{"query":"{customers(first:99999999999999999999){totalCount}}"}`, nil},
		"a negative number": {`{"query":"{customers(first:-1){totalCount}}"}`, nil},
		"a broken number":   {`{"query":"{customers(first:1.5){totalCount}}"}`, nil},
		"a false cursor":    {`{"query":"{customers(after:\"AAAA\"){totalCount}}"}`, nil},
		"a huge year":       {`{"query":"{lintBook(bookId:\"book_x\",year:2147483647,quarter:9){checked}}"}`, nil},
		"an injection":      {`{"query":"query($w:String!){book(id:$w){id}}","variables":{"w":5}}`, nil},
		"an unknown hash":   {`{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + strings.Repeat("a", 64) + `"}}}`, nil},
		"a false hash":      {`{"query":"{__typename}","extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + strings.Repeat("a", 64) + `"}}}`, nil},
	} {
		r := a.request(http.MethodPost, "/graphql", c.body, append([]string{"Content-Type", "application/json", "Authorization", "Bearer " + token}, c.headers...)...)
		if !strings.Contains(r.body, `"errors"`) || strings.Contains(r.body, `"code":"INTERNAL"`) {
			t.Errorf("%s is answered %v", what, r)
		}
	}
	for what, name := range map[string]string{
		"from right to left": "a\u202egnp.exe", "combining": "a" + strings.Repeat("\u0301", 60), "SQL": "Robert'); DROP TABLE customers;--",
		"a template": "{{7*7}}${7*7}<%= 7*7 %>", "a tag": "<script>alert(1)</script>", "emoji": "👩‍👩‍👧‍👦", "what half a character becomes": "\ufffd",
	} {
		body, _ := json.Marshal(map[string]any{"query": "mutation($n:String!){createCustomer(input:{name:$n}){customer{name}}}", "variables": map[string]string{"n": name}})
		r := a.request(http.MethodPost, "/graphql", string(body), "Content-Type", "application/json", "Authorization", "Bearer "+token)
		var out struct {
			Data struct {
				CreateCustomer struct{ Customer struct{ Name string } }
			}
		}
		if err := json.Unmarshal([]byte(r.body), &out); err != nil || out.Data.CreateCustomer.Customer.Name != name {
			t.Errorf("%s is not kept as it is: %v", what, r)
		}
	}
	a.unharmed()
}

type zeros struct{}

// Read gives zeros without end.
func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// TestPasswordsCannotBeGuessedInBulk tries many passwords in one document, and
// many documents.
func TestPasswordsCannotBeGuessedInBulk(t *testing.T) {
	t.Parallel()
	a := production(t)
	looked := 0
	for round := range 4 {
		var b strings.Builder
		for i := range 10 {
			guess := fmt.Sprintf("guess-%d-%d-of-a-phrase", round, i)
			a.sent = append(a.sent, guess)
			fmt.Fprintf(&b, `a%d: login(input: {email: "%s", password: "%s"}) { session { accessToken } } `, i, attackedAdmin, guess)
		}
		r := a.operation("mutation { " + b.String() + "}")
		looked += strings.Count(r.body, `"UNAUTHENTICATED"`)
		if round > 0 && !strings.Contains(r.body, `"retryAfter"`) {
			t.Errorf("round %d: %v", round, r)
		}
	}
	if looked != 10 {
		t.Errorf("%d passwords were looked at, want the 10 of an account", looked)
	}
	many := "mutation { " + strings.Repeat(`a:login(input:{email:"x@y.example",password:"p"}){session{expiresAt}} `, 2)
	for i := range 20 {
		many += fmt.Sprintf(`b%d:login(input:{email:"x@y.example",password:"p"}){session{expiresAt}} `, i)
	}
	a.want("more than the aliases there may be", a.operation(many+"}"), http.StatusOK, "QUERY_TOO_COMPLEX")
	a.unharmed()
}
