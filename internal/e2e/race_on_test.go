//go:build race

package e2e

// raceDetector tells whether the tests run with it: then the program does too.
const raceDetector = true
