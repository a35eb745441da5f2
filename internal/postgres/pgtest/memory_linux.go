package pgtest

import "syscall"

// memoryDir is a folder whose files are in memory. A database is hundreds of
// small files: copying them is ten times quicker there than on a disk.
const memoryDir = "/dev/shm"

// roomy reports whether folder dir has room for the databases of many tests:
// containers often leave it 64 MiB.
func roomy(dir string) bool {
	const needed = 1 << 30
	var st syscall.Statfs_t
	return syscall.Statfs(dir, &st) == nil && st.Bavail*uint64(st.Bsize) >= needed
}
