// Package testschema is a small GraphQL schema with which the server, its
// limits and its websocket are tried without a database.
package testschema

//go:generate go tool gqlgen generate
