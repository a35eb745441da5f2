// Package gqlhttp speaks GraphQL over HTTP (the GraphQL-over-HTTP draft) as
// gqlgen transports: JSON by POST, queries by GET, files by the GraphQL
// multipart request specification, and subscriptions by server-sent events
// (graphql-sse, distinct connections). No answer repeats what the client sent.
package gqlhttp

import (
	"encoding/json"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"quire/graph/answer"
	"quire/internal/problem"
)

const (
	jsonType     = "application/json"
	responseType = "application/graphql-response+json"
	eventsType   = "text/event-stream"
)

// negotiate chooses the media type of an answer by the Accept header: the one
// with the greater weight, application/json when it has no preference
// (RFC 9110, 12.5.1).
func negotiate(accept string) string {
	best, weight := jsonType, 0.0
	for part := range strings.SplitSeq(accept, ",") {
		name, params, err := mime.ParseMediaType(strings.TrimSpace(part))
		if err != nil {
			continue
		}
		q, err := strconv.ParseFloat(params["q"], 64)
		if err != nil {
			q = 1
		}
		switch name {
		case jsonType, "*/*", "application/*":
			name = jsonType
		case responseType:
		default:
			continue
		}
		if q > weight {
			best, weight = name, q
		}
	}
	return best
}

// failure is the answer to a request that was not executed: without data.
type failure struct {
	Errors     gqlerror.List  `json:"errors"`
	Extensions map[string]any `json:"extensions,omitempty"`
}

// Refuse answers a request that does not get as far as being executed. The
// errors should have been presented; a RATE_LIMITED error's retryAfter becomes
// the Retry-After header.
func Refuse(w http.ResponseWriter, r *http.Request, status int, errs gqlerror.List, extensions map[string]any) {
	for _, err := range errs {
		if seconds, ok := err.Extensions["retryAfter"].(int); ok {
			w.Header().Set("Retry-After", strconv.Itoa(seconds))
		}
	}
	write(w, negotiate(r.Header.Get("Accept")), status, failure{errs, extensions})
}

// unwritable is the answer in place of one that cannot be encoded.
const unwritable = `{"errors":[{"message":"the answer could not be written as JSON","extensions":{"code":"INTERNAL"}}]}`

func write(w http.ResponseWriter, mediaType string, status int, body any) {
	encoded, err := encodeAnswer(body)
	if err != nil {
		status = http.StatusInternalServerError
		encoded = []byte(unwritable)
	}
	w.Header().Set("Content-Type", mediaType+"; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(encoded)))
	w.WriteHeader(status)
	_, _ = w.Write(encoded) // the client may be gone
}

func encodeAnswer(body any) ([]byte, error) {
	if result, ok := body.(*graphql.Response); ok {
		return answer.Append(make([]byte, 0, len(result.Data)+256), result)
	}
	return json.Marshal(body)
}

// statuses are those of errors that concern the request as a whole, in any
// media type.
var statuses = map[string]int{
	string(problem.Unauthenticated): http.StatusUnauthorized,
	string(problem.Forbidden):       http.StatusForbidden,
	string(problem.RateLimited):     http.StatusTooManyRequests,
	string(problem.Timeout):         http.StatusGatewayTimeout,
	string(problem.Unavailable):     http.StatusServiceUnavailable,
	string(problem.Internal):        http.StatusInternalServerError,
}

// statusOf is the status of an answer to a well-formed request that was not
// executed. Under application/json an error of the document is an answer like
// any other.
func statusOf(errs gqlerror.List, mediaType string) int {
	if len(errs) > 0 {
		if status, ok := statuses[codeOf(errs[0])]; ok {
			return status
		}
	}
	if mediaType == jsonType {
		return http.StatusOK
	}
	return http.StatusBadRequest
}

func codeOf(err *gqlerror.Error) string {
	switch code := err.Extensions["code"].(type) {
	case string:
		return code
	case problem.Code:
		return string(code)
	}
	return ""
}

// refusedWhole gives the status of a result that is nothing but a refusal of
// who asks, under graphql-response+json.
func refusedWhole(resp *graphql.Response) (status int, ok bool) {
	if len(resp.Errors) == 0 || (len(resp.Data) > 0 && string(resp.Data) != "null") {
		return 0, false
	}
	for _, err := range resp.Errors {
		if code := codeOf(err); code != string(problem.Unauthenticated) && code != string(problem.Forbidden) {
			return 0, false
		}
	}
	return statuses[codeOf(resp.Errors[0])], true
}
