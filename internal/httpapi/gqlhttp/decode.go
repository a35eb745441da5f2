package gqlhttp

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"quire/internal/problem"
)

// defaultMaxBody is what a JSON request may hold, in bytes.
const defaultMaxBody = 1 << 20

// rejected is why a request cannot be read.
type rejected struct {
	status int
	cause  *problem.Error
}

func malformed(format string, args ...any) *rejected {
	return &rejected{http.StatusBadRequest, problem.New(problem.BadInput, format, args...)}
}

// readFailed tells an oversize body from one that broke off.
func readFailed(err error) *rejected {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return tooBig(tooLarge.Limit)
	}
	return malformed("the request body broke off: send it again")
}

func tooBig(limit int64) *rejected {
	return &rejected{http.StatusRequestEntityTooLarge,
		problem.New(problem.UploadRejected, "the request is larger than the %d bytes that are allowed: send less", limit)}
}

// readBody reads at most limit bytes, whether the length is announced or not.
func readBody(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, *rejected) {
	if encoding := r.Header.Get("Content-Encoding"); encoding != "" && !strings.EqualFold(encoding, "identity") {
		return nil, &rejected{http.StatusUnsupportedMediaType,
			problem.New(problem.BadInput, "compressed request bodies are not accepted: send it without Content-Encoding")}
	}
	if r.ContentLength > limit {
		w.Header().Set("Connection", "close")
		return nil, tooBig(limit)
	}
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	if err != nil {
		w.Header().Set("Connection", "close")
		return nil, readFailed(err)
	}
	return raw, nil
}

// decode reads the parameters of a request from JSON.
func decode(raw []byte) (*graphql.RawParams, *rejected) {
	var fields struct {
		Query         json.RawMessage `json:"query"`
		OperationName json.RawMessage `json:"operationName"`
		Variables     json.RawMessage `json:"variables"`
		Extensions    json.RawMessage `json:"extensions"`
	}
	raw = bytes.TrimSpace(raw)
	switch {
	case !json.Valid(raw):
		return nil, malformed("the request body is not valid JSON")
	case raw[0] == '[':
		return nil, malformed("several operations in one request are not accepted: send them one by one")
	case raw[0] != '{' || json.Unmarshal(raw, &fields) != nil:
		return nil, malformed("the request body must be a JSON object with «query»")
	}
	p := &graphql.RawParams{}
	for _, f := range []struct {
		name, kind string
		raw        json.RawMessage
		into       any
	}{
		{"query", "a string", fields.Query, &p.Query},
		{"operationName", "a string", fields.OperationName, &p.OperationName},
		{"variables", "an object", fields.Variables, &p.Variables},
		{"extensions", "an object", fields.Extensions, &p.Extensions},
	} {
		if len(f.raw) > 0 && decodeInto(f.raw, f.into) != nil {
			return nil, malformed("«%s» must be %s", f.name, f.kind)
		}
	}
	return p, complete(p)
}

// decodeInto keeps numbers as they are written, as gqlgen expects variables.
func decodeInto(raw []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	return d.Decode(into)
}

// complete asks for a document, or the hash of one.
func complete(p *graphql.RawParams) *rejected {
	if strings.TrimSpace(p.Query) == "" && p.Extensions["persistedQuery"] == nil {
		return malformed("«query» is missing: send a GraphQL document")
	}
	return nil
}

// sends tells whether the body's media type is the given one, in UTF-8 where
// that matters.
func sends(r *http.Request, mediaType string) bool {
	if r.Header.Get("Upgrade") != "" {
		return false
	}
	name, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || name != mediaType {
		return false
	}
	charset := params["charset"]
	return charset == "" || strings.EqualFold(charset, "utf-8")
}
