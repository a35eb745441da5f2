package devcluster

import "syscall"

// MemoryDir is a folder whose files are in memory, when it has room for the
// databases of many tests, or else "". A database is hundreds of small files:
// making them is ten times quicker there than on a disk.
func MemoryDir() string {
	const dir = "/dev/shm"
	const needed = 1 << 30 // containers often have 64 MiB
	var st syscall.Statfs_t
	if err := syscall.Statfs(dir, &st); err != nil || st.Bavail*uint64(st.Bsize) < needed {
		return ""
	}
	if syscall.Access(dir, 2 /* W_OK */) != nil {
		return ""
	}
	return dir
}
