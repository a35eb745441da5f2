// Package checks sees to it that every promise of the API has a test. The
// promises have ids, which stand in the names of tests, as in TestTimeout_H12;
// docs/checks.md lists them.
package checks
