package wsgraphql

import (
	"bytes"
	"encoding/json"
)

// message is any message of the protocol.
type message struct {
	ID      string          `json:"id,omitempty"`
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload,omitempty"`
}

// isObject tells whether JSON that is known to be valid is an object.
func isObject(raw json.RawMessage) bool {
	raw = bytes.TrimLeft(raw, " \t\r\n")
	return len(raw) > 0 && raw[0] == '{'
}

// absent tells whether an optional payload was left out.
func absent(raw json.RawMessage) bool { return len(raw) == 0 || string(raw) == "null" }

// isOperation tells whether a payload has the shape that subscribe asks for.
func isOperation(payload json.RawMessage) bool {
	var operation struct {
		Query         *string        `json:"query"`
		OperationName *string        `json:"operationName"`
		Variables     map[string]any `json:"variables"`
		Extensions    map[string]any `json:"extensions"`
	}
	if !isObject(payload) || json.Unmarshal(payload, &operation) != nil {
		return false
	}
	return operation.Query != nil || operation.Extensions["persistedQuery"] != nil
}
