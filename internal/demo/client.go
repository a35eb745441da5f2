package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"

	"github.com/gorilla/websocket"
)

// Client speaks to Quire's GraphQL API as any front end would.
type Client struct {
	// Endpoint is the URL of the API, such as http://127.0.0.1:8080/graphql.
	Endpoint string
	// Token is the access token; empty before signing in.
	Token string
	HTTP  *http.Client
}

// Error is an answer of the API that has errors.
type Error struct {
	Code    string
	Message string
}

// Error gives the message and the code.
func (e *Error) Error() string { return fmt.Sprintf("%s (%s)", e.Message, e.Code) }

// IsCode tells whether an error is an answer of the API with this code.
func IsCode(err error, code string) bool {
	var e *Error
	return errors.As(err, &e) && e.Code == code
}

type response struct {
	Data   json.RawMessage `json:"data"`
	Errors []answerError   `json:"errors"`
}

type answerError struct {
	Message    string `json:"message"`
	Extensions struct {
		Code string `json:"code"`
	} `json:"extensions"`
}

func (r *response) into(out any) error {
	if len(r.Errors) > 0 {
		return &Error{Code: r.Errors[0].Extensions.Code, Message: r.Errors[0].Message}
	}
	return json.Unmarshal(r.Data, out)
}

// Do sends one operation and reads its data into out.
func (c *Client) Do(ctx context.Context, query string, variables map[string]any, out any) error {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return err
	}
	return c.post(ctx, "application/json", bytes.NewReader(body), out)
}

func (c *Client) post(ctx context.Context, mediaType string, body io.Reader, out any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.Endpoint, body)
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", mediaType)
	req.Header.Set("GraphQL-Preflight", "1")
	if c.Token != "" {
		req.Header.Set("Authorization", "Bearer "+c.Token)
	}
	res, err := c.HTTP.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(res.Body, 16<<20))
	if err != nil {
		return err
	}
	var r response
	if err := json.Unmarshal(answer, &r); err != nil {
		return fmt.Errorf("%s answered %s: %.200s", c.Endpoint, res.Status, answer)
	}
	return r.into(out)
}

const uploadFile = `mutation Upload($file: Upload!) { uploadFile(input: {file: $file}) { file { id } } }`

// Upload sends a file as a multipart request and gives its id.
func (c *Client) Upload(ctx context.Context, name string, data []byte) (string, error) {
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	operations, err := json.Marshal(map[string]any{"query": uploadFile, "variables": map[string]any{"file": nil}})
	if err != nil {
		return "", err
	}
	if err := form.WriteField("operations", string(operations)); err != nil {
		return "", err
	}
	if err := form.WriteField("map", `{"0":["variables.file"]}`); err != nil {
		return "", err
	}
	part, err := form.CreateFormFile("0", name)
	if err != nil {
		return "", err
	}
	if _, err := part.Write(data); err != nil {
		return "", err
	}
	if err := form.Close(); err != nil {
		return "", err
	}
	var out struct {
		UploadFile struct{ File struct{ ID string } }
	}
	if err := c.post(ctx, form.FormDataContentType(), &b, &out); err != nil {
		return "", fmt.Errorf("upload %s: %w", name, err)
	}
	return out.UploadFile.File.ID, nil
}

type message struct {
	Type    string          `json:"type"`
	ID      string          `json:"id,omitempty"`
	Payload json.RawMessage `json:"payload,omitempty"`
}

// Subscribe runs a subscription over a websocket (graphql-transport-ws) and
// hands each message's data to next, until the server completes it.
func (c *Client) Subscribe(ctx context.Context, query string, variables map[string]any, next func(json.RawMessage) error) error {
	dialer := websocket.Dialer{Subprotocols: []string{"graphql-transport-ws"}}
	conn, _, err := dialer.DialContext(ctx, "ws"+strings.TrimPrefix(c.Endpoint, "http"), nil)
	if err != nil {
		return err
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	payload, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return err
	}
	token, err := json.Marshal(map[string]string{"Authorization": "Bearer " + c.Token})
	if err != nil {
		return err
	}
	if err := conn.WriteJSON(message{Type: "connection_init", Payload: token}); err != nil {
		return err
	}
	for {
		var m message
		if err := conn.ReadJSON(&m); err != nil {
			return errors.Join(ctx.Err(), err)
		}
		switch m.Type {
		case "connection_ack":
			err = conn.WriteJSON(message{Type: "subscribe", ID: "1", Payload: payload})
		case "ping":
			err = conn.WriteJSON(message{Type: "pong"})
		case "next":
			var r response
			var data json.RawMessage
			if err = json.Unmarshal(m.Payload, &r); err == nil {
				err = r.into(&data)
			}
			if err == nil {
				err = next(data)
			}
		case "error":
			r := response{}
			if err = json.Unmarshal(m.Payload, &r.Errors); err == nil {
				err = r.into(nil)
			}
		case "complete":
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// Download fetches a signed link, which needs no token. Without PUBLIC_URL a
// link is only a path: it is meant for the server that gave it.
func (c *Client) Download(ctx context.Context, link string, w io.Writer) (int64, error) {
	base, err := url.Parse(c.Endpoint)
	if err != nil {
		return 0, err
	}
	target, err := base.Parse(link)
	if err != nil {
		return 0, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, target.String(), nil)
	if err != nil {
		return 0, err
	}
	res, err := c.HTTP.Do(req)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("download answered %s", res.Status)
	}
	return io.Copy(w, res.Body)
}
