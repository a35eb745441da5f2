// Package e2e holds the tests that drive the built program as its users do:
// by its commands, its API and its signals, and in no other way.
package e2e
