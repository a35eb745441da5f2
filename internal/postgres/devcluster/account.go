//go:build unix

package devcluster

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// account is whom the server runs as: PostgreSQL refuses to run as root.
type account struct {
	name     string
	uid, gid int
	switched bool // it is not the account of this process
}

// serverAccount is our own account, or as root that of whoever made the folder
// dir, or else of postgres or nobody: initdb wants one that has a name.
func serverAccount(dir string) (account, error) {
	if os.Geteuid() != 0 {
		return account{name: strconv.Itoa(os.Geteuid()), uid: os.Geteuid(), gid: os.Getegid()}, nil
	}
	if info, err := os.Lstat(dir); err == nil && info.IsDir() {
		if st, ok := info.Sys().(*syscall.Stat_t); ok && st.Uid != 0 {
			return account{name: strconv.Itoa(int(st.Uid)), uid: int(st.Uid), gid: int(st.Gid), switched: true}, nil
		}
	}
	for _, name := range []string{"postgres", "_postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.Atoi(u.Uid)
		gid, err2 := strconv.Atoi(u.Gid)
		if err1 != nil || err2 != nil || uid <= 0 { // macOS has a nobody with a negative id
			continue
		}
		return account{name: name, uid: uid, gid: gid, switched: true}, nil
	}
	return account{}, errors.New("PostgreSQL does not run as root, and there is no user postgres or nobody: make one (useradd --system postgres), or run as an ordinary user")
}

// process are the attributes of a process that runs as the account and ends
// with this one (where the system can promise that).
func (a account) process() *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Setpgid: true}
	if a.switched {
		attr.Credential = &syscall.Credential{Uid: uint32(a.uid), Gid: uint32(a.gid)}
	}
	endWithParent(attr)
	return attr
}

// own makes the account the owner of a folder.
func (a account) own(dir string) error {
	if !a.switched {
		return nil
	}
	return os.Chown(dir, a.uid, a.gid)
}

// mayTrust reports whether what info describes belongs to the account or to us.
func (a account) mayTrust(info fs.FileInfo) bool {
	st, ok := info.Sys().(*syscall.Stat_t)
	return ok && (int(st.Uid) == a.uid || int(st.Uid) == os.Geteuid())
}

// reaches reports whether the account can work in folder dir once it owns it:
// whether every folder above lets it pass. It is tried, not computed, for
// permission bits are not all that decides.
func (a account) reaches(dir string) bool {
	if !a.switched {
		return true
	}
	cmd := exec.Command("/bin/sh", "-c", `cd -- "$1"`, "sh", filepath.Dir(dir))
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: a.process().Credential}
	return cmd.Run() == nil
}
