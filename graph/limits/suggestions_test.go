package limits

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/transport"

	"quire/internal/httpapi/testschema"
)

// A probing client writes nearly right names; no message may complete them.
func TestNoSuggestions_S2(t *testing.T) {
	t.Parallel()
	h := handler.New(testschema.New(&testschema.World{}))
	h.AddTransport(transport.POST{})
	h.SetDisableSuggestion(true)
	h.SetValidationRulesFn(RulesWithoutSuggestions)
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	for _, c := range []struct{ document, hidden string }{
		{`{helo}`, `hello\"`},
		{`{hello(nam:\"x\")}`, `\"name\"`},
		{`{item(id:1){...on Itm{id}}}`, `\"Item\"`},
		{`mutation{login(input:{emai:\"a\",email:\"b\",password:\"c\"}){session{accessToken}}}`, `\"email\"`},
		{`{item(id:\"1\")}`, `{ ... }`},
	} {
		response, err := http.Post(server.URL, "application/json", bytes.NewBufferString(`{"query":"`+c.document+`"}`))
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(body), "GRAPHQL_VALIDATION_FAILED") {
			t.Errorf("%s: no validation error: %s", c.document, body)
		}
		if strings.Contains(string(body), "Did you mean") || strings.Contains(string(body), c.hidden) {
			t.Errorf("%s: the answer gives the schema away: %s", c.document, body)
		}
	}
}
