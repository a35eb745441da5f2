package graph_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/lib/pq"
	"github.com/vektah/gqlparser/v2/ast"

	"quire/ent"
	"quire/graph"
	"quire/internal/problem"
)

func TestErrorsSayWhatIsWrongWithTheInput_E1(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ana := b.as("ana@silva.example")
	customer := ana.customers(1)[0]
	book := ana.must(`mutation { createBook(input: {name: "Book"}) { book { id } } }`, nil).str("createBook", "book", "id")
	image := ana.file("logo.png", picture(1))
	v := vars{"c": customer, "b": book, "i": image}
	for query, want := range map[string]string{
		`{ nonsense }`: "GRAPHQL_VALIDATION_FAILED",
		`{ viewer `:    "GRAPHQL_PARSE_FAILED",
		`query($n: Int!) { customers(first: $n) { totalCount } }`:                                                              "GRAPHQL_VALIDATION_FAILED",
		`mutation { createBook(input: {name: " "}) { book { id } } }`:                                                          "BAD_USER_INPUT name",
		`mutation { createBook(input: {name: "Book"}) { book { id } } }`:                                                       "CONFLICT name",
		`mutation { createBook(input: {name: "a\u0000b"}) { book { id } } }`:                                                   "BAD_USER_INPUT name",
		`mutation { createUser(input: {email: "x", password: "short"}) { user { id } } }`:                                      "BAD_USER_INPUT email, BAD_USER_INPUT password",
		`mutation { createUser(input: {email: "bo@silva.example", password: "correct horse battery"}) { user { id } } }`:       "CONFLICT email",
		`{ customer(id: "a\u0000b") { id } }`:                                                                                  "BAD_USER_INPUT id",
		`{ customers(where: {nameContains: "\u0000"}) { totalCount } }`:                                                        "BAD_USER_INPUT where.nameContains",
		`{ customers(first: 99999999999999999999) { totalCount } }`:                                                            "GRAPHQL_VALIDATION_FAILED",
		`mutation { deleteFile(input: {id: "upl_x"}) { deletedId } }`:                                                          "NOT_FOUND",
		`mutation { updateCustomer(input: {id: "cus_x", name: "X"}) { customer { id } } }`:                                     "NOT_FOUND",
		`mutation($c: ID!) { updateCustomer(input: {id: $c, name: ""}) { customer { id } } }`:                                  "BAD_USER_INPUT name",
		`query($c: ID!) { customer(id: $c) { attributesAsOf(year: 26, quarter: 5) { id } } }`:                                  "BAD_USER_INPUT year, BAD_USER_INPUT quarter",
		`mutation($b: ID!) { addPage(input: {bookId: $b, page: {}}) { page { id } } }`:                                         "GRAPHQL_VALIDATION_FAILED",
		`mutation($b: ID!) { addPage(input: {bookId: $b, page: {excel: null}}) { page { id } } }`:                              "GRAPHQL_VALIDATION_FAILED",
		`mutation($b: ID!) { addPage(input: {bookId: $b, page: {excel: {tab: "A"}, static: {fileId: "x"}}}) { page { id } } }`: "GRAPHQL_VALIDATION_FAILED",
		`mutation($b: ID!) { addPage(input: {bookId: $b, page: {excel: {tab: "A:B"}}}) { page { id } } }`:                      "BAD_USER_INPUT page.excel.tab",
		`mutation($b: ID!, $i: ID!) { addPage(input: {bookId: $b, page: {static: {fileId: $i}}}) { page { id } } }`:            "BAD_USER_INPUT page.static.fileId",
		`mutation($b: ID!, $i: ID!) { addPage(input: {bookId: $b, page: {choosable: {conditions: [{attribute: "", fileId: $i}]}}}) { page { id } } }`: "BAD_USER_INPUT page.choosable.conditions.0.attribute, " +
			"BAD_USER_INPUT page.choosable.conditions.0.values, BAD_USER_INPUT page.choosable.conditions.0.fileId",
		`mutation($c: ID!) { setCustomerAttributes(input: {customerId: $c, attributes: [{key: "A", value: "a"}, {key: "A", value: "b"}, {key: "C", value: "a\u0000b"}]}) { customer { id } } }`: "BAD_USER_INPUT attributes.2.value",
		`mutation($c: ID!) { setCustomerAttributes(input: {customerId: $c, attributes: [{key: "A", value: "a"}, {key: "A", value: "b"}, {key: "C"}]}) { customer { id } } }`:                    "BAD_USER_INPUT attributes.1.key, BAD_USER_INPUT attributes.2.value",
	} {
		used := vars{}
		for name, value := range v {
			if strings.Contains(query, "$"+name+":") {
				used[name] = value
			}
		}
		a := ana.do(query, used)
		if got := a.codes(); got != want {
			t.Errorf("%s\n got %s (%+v)\nwant %s", query, got, a.Errors, want)
		}
		for _, e := range a.Errors {
			if e.Extensions["requestId"] != "req-1" || e.Message == "" || strings.Contains(e.Message, "input:") {
				t.Errorf("%s: %+v", query, e)
			}
		}
	}
	if a := b.as("bo@silva.example").upload(uploadFile, "x.txt", []byte("just text")); a.codes() != "UPLOAD_REJECTED" || len(a.Errors[0].Path) != 1 || len(a.Errors[0].Locations) != 1 {
		t.Errorf("a text file: %+v", a.Errors)
	}
	if a := ana.upload(uploadFile, "a.pdf", []byte("%PDF-1.7\n\x00\xf7 rubbish")); a.codes() != "UPLOAD_REJECTED" || !strings.Contains(a.Errors[0].Message, "is damaged and cannot be read") {
		t.Errorf("rubbish with the header of a PDF: %+v", a.Errors)
	}
}

// secret is what no user may ever read.
const secret = `pq: relation "secret" of /var/lib/quire`

// It replaces the log of the whole process, so that it runs alone.
func TestEveryCodeIsPresented_E4(t *testing.T) {
	ended, cancel := context.WithTimeout(t.Context(), 0)
	defer cancel()
	var log bytes.Buffer
	field := graphql.CollectedField{Field: &ast.Field{Name: "viewer", Alias: "viewer"}}
	was := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	defer slog.SetDefault(was)
	for name, c := range map[string]struct {
		ctx    context.Context
		err    error
		want   problem.Code
		logged bool
	}{
		"a problem":        {t.Context(), problem.Wrap(errors.New(secret), problem.Conflict, "taken"), problem.Conflict, false},
		"a problem within": {t.Context(), fmt.Errorf("outer: %w", problem.New(problem.RateLimited, "slow down")), problem.RateLimited, false},
		"a store away":     {t.Context(), problem.Wrap(errors.New(secret), problem.Unavailable, "try again"), problem.Unavailable, true},
		"not found":        {t.Context(), &ent.NotFoundError{}, problem.NotFound, false},
		"a constraint":     {t.Context(), &ent.ConstraintError{}, problem.Conflict, true},
		"bad data":         {t.Context(), &pq.Error{Code: "22007", Message: secret}, problem.BadInput, false},
		"a deadline":       {t.Context(), fmt.Errorf("%s: %w", secret, context.DeadlineExceeded), problem.Timeout, false},
		"an ended request": {ended, &pq.Error{Code: "57014", Message: secret}, problem.Timeout, false},
		"a lost database":  {t.Context(), &pq.Error{Code: "57P01", Message: secret}, problem.Unavailable, true},
		"anything else":    {t.Context(), errors.New(secret), problem.Internal, true},
		"a panic":          {t.Context(), nil, problem.Internal, true},
	} {
		log.Reset()
		ctx := graphql.WithFieldContext(graphql.WithResponseContext(c.ctx, graph.PresentError, graph.Recover), &graphql.FieldContext{IsMethod: true, Field: field})
		err := c.err
		if err == nil {
			err = graph.Recover(ctx, secret)
		} else {
			_, err = graph.GuardFields(ctx, func(context.Context) (any, error) { return nil, c.err })
		}
		got := graph.PresentError(ctx, err)
		if got.Extensions["code"] != string(c.want) || strings.Contains(got.Message, "secret") {
			t.Errorf("%s: %v %q, want %s", name, got.Extensions["code"], got.Message, c.want)
		}
		if logged := log.Len() > 0; logged != c.logged {
			t.Errorf("%s: logged %q", name, log.String())
		}
	}
}
