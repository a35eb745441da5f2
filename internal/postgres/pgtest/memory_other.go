//go:build !linux

package pgtest

// memoryDir is a folder whose files are in memory; this system has none.
const memoryDir = ""

func roomy(string) bool { return false }
