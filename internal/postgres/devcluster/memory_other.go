//go:build !linux

package devcluster

// MemoryDir is a folder whose files are in memory; this system has none.
func MemoryDir() string { return "" }
