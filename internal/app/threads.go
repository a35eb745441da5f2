package app

import (
	"os"
	"runtime"
	"sync"
)

// addThreads lets a process that works on jobs run twice as much Go code at a time as it
// has processors. Otherwise, while booklets of a batch occupy all of them, nobody looks
// for what the database has answered: a booklet ordered by hand beside a batch started
// after 2.2 times its time alone, and after 1.6 with this, by `make bench-jobs`.
// GOMAXPROCS in the environment is obeyed as it is.
var addThreads = sync.OnceFunc(func() {
	if os.Getenv("GOMAXPROCS") == "" {
		runtime.GOMAXPROCS(2 * runtime.GOMAXPROCS(0))
	}
})
