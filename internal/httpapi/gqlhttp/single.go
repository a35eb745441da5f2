package gqlhttp

import (
	"context"
	"net/http"
	"net/url"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"quire/internal/problem"
)

// POST takes an operation as application/json.
type POST struct {
	// MaxBody bounds the request's body, in bytes; 0 for 1 MiB.
	MaxBody int64
}

var _ graphql.Transport = POST{}

// Supports tells whether the request is a POST of JSON.
func (t POST) Supports(r *http.Request) bool {
	return r.Method == http.MethodPost && sends(r, jsonType)
}

// Do answers the request.
func (t POST) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	params, bad := readJSON(w, r, t.MaxBody)
	if bad != nil {
		reject(w, r, exec, bad)
		return
	}
	execute(w, r, exec, params)
}

func readJSON(w http.ResponseWriter, r *http.Request, limit int64) (*graphql.RawParams, *rejected) {
	start := graphql.Now()
	if limit == 0 {
		limit = defaultMaxBody
	}
	raw, bad := readBody(w, r, limit)
	if bad != nil {
		return nil, bad
	}
	params, bad := decode(raw)
	if bad != nil {
		return nil, bad
	}
	params.ReadTime = graphql.TraceTiming{Start: start, End: graphql.Now()}
	return params, nil
}

// GET takes a query from the URL.
type GET struct{}

var _ graphql.Transport = GET{}

// Supports tells whether the request is a GET.
func (GET) Supports(r *http.Request) bool {
	return (r.Method == http.MethodGet || r.Method == http.MethodHead) && r.Header.Get("Upgrade") == ""
}

// Do answers the request, if it is a query.
func (GET) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	params, bad := readURL(r.URL.RawQuery)
	if bad != nil {
		reject(w, r, exec, bad)
		return
	}
	execute(w, r, exec, params)
}

func readURL(raw string) (*graphql.RawParams, *rejected) {
	start := graphql.Now()
	values, err := url.ParseQuery(raw)
	if err != nil {
		return nil, malformed("the URL's query cannot be read: encode it as application/x-www-form-urlencoded")
	}
	p := &graphql.RawParams{Query: values.Get("query"), OperationName: values.Get("operationName")}
	for name, into := range map[string]*map[string]any{"variables": &p.Variables, "extensions": &p.Extensions} {
		if sent := values.Get(name); sent != "" && decodeInto([]byte(sent), into) != nil {
			return nil, malformed("«%s» must be a JSON object", name)
		}
	}
	p.ReadTime = graphql.TraceTiming{Start: start, End: graphql.Now()}
	return p, complete(p)
}

// Other refuses whatever no other transport takes. Use it last.
type Other struct{}

var _ graphql.Transport = Other{}

// Supports takes every request.
func (Other) Supports(*http.Request) bool { return true }

// Do refuses the request: forms and plain text above all, which any web page
// could send in its visitor's name.
func (Other) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	w.Header().Set("Allow", "GET, POST, OPTIONS")
	switch r.Method {
	case http.MethodOptions:
		w.WriteHeader(http.StatusNoContent)
	case http.MethodPost:
		reject(w, r, exec, &rejected{http.StatusUnsupportedMediaType,
			problem.New(problem.BadInput, "this Content-Type is not accepted: send application/json, or multipart/form-data for files, in UTF-8")})
	default:
		reject(w, r, exec, &rejected{http.StatusMethodNotAllowed,
			problem.New(problem.BadInput, "the method is not accepted: send GraphQL by POST, or a query by GET")})
	}
}

// reject answers a request that cannot be read.
func reject(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor, bad *rejected) {
	resp := exec.DispatchError(r.Context(), gqlerror.List{gqlError(bad.cause)})
	Refuse(w, r, bad.status, resp.Errors, resp.Extensions)
}

func gqlError(p *problem.Error) *gqlerror.Error {
	return &gqlerror.Error{Err: p, Message: p.Message, Extensions: map[string]any{"code": string(p.Code)}}
}

// prepare parses and validates; on an error it has answered.
func prepare(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor, params *graphql.RawParams) (context.Context, *graphql.OperationContext, bool) {
	params.Headers = r.Header
	op, errs := exec.CreateOperationContext(r.Context(), params)
	ctx := graphql.WithOperationContext(r.Context(), op)
	if len(errs) > 0 {
		resp := exec.DispatchError(ctx, errs)
		Refuse(w, r, statusOf(resp.Errors, negotiate(r.Header.Get("Accept"))), resp.Errors, resp.Extensions)
		return nil, nil, false
	}
	return ctx, op, true
}

// execute runs an operation that has one result, and answers with it.
func execute(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor, params *graphql.RawParams) {
	ctx, op, ok := prepare(w, r, exec, params)
	if !ok {
		return
	}
	switch kind := op.Operation.Operation; {
	case kind == ast.Subscription:
		reject(w, r, exec, malformed("a subscription needs a websocket, or a POST with «Accept: text/event-stream»"))
		return
	case kind != ast.Query && r.Method != http.MethodPost:
		w.Header().Set("Allow", "POST")
		reject(w, r, exec, &rejected{http.StatusMethodNotAllowed, problem.New(problem.BadInput, "GET is for queries: send a mutation by POST")})
		return
	}
	responses, ctx := exec.DispatchOperation(ctx, op)
	resp := responses(ctx)
	if resp == nil { // the context ended before anything was executed
		resp = exec.DispatchError(ctx, gqlerror.List{gqlError(problem.New(problem.Timeout, "the request took too long and was stopped: ask for less, or try again"))})
		Refuse(w, r, http.StatusGatewayTimeout, resp.Errors, resp.Extensions)
		return
	}
	mediaType := negotiate(r.Header.Get("Accept"))
	if status, ok := refusedWhole(resp); ok && mediaType == responseType {
		Refuse(w, r, status, resp.Errors, resp.Extensions)
		return
	}
	write(w, mediaType, http.StatusOK, resp)
}
