package wsgraphql

import "sync"

// sockets are those that are open, and how many of them each key has.
type sockets struct {
	mu    sync.Mutex
	ended bool
	open  map[*socket]string // its key, empty before connection_init
	of    map[string]int
	gone  sync.WaitGroup
}

// add takes a socket in; false when the server is stopping.
func (all *sockets) add(s *socket) bool {
	all.mu.Lock()
	defer all.mu.Unlock()
	if all.ended {
		return false
	}
	if all.open == nil {
		all.open, all.of = map[*socket]string{}, map[string]int{}
	}
	all.open[s] = ""
	all.gone.Add(1)
	return true
}

// claim counts the socket for a key; false when the key has enough.
func (all *sockets) claim(s *socket, key string, limit int) bool {
	all.mu.Lock()
	defer all.mu.Unlock()
	if _, there := all.open[s]; !there || all.of[key] >= limit {
		return false
	}
	all.open[s] = key
	all.of[key]++
	return true
}

func (all *sockets) remove(s *socket) {
	all.mu.Lock()
	defer all.mu.Unlock()
	if key := all.open[s]; key != "" {
		if all.of[key]--; all.of[key] == 0 {
			delete(all.of, key)
		}
	}
	delete(all.open, s)
	all.gone.Done()
}

// end takes no more sockets in and gives those there are.
func (all *sockets) end() []*socket {
	all.mu.Lock()
	defer all.mu.Unlock()
	all.ended = true
	list := make([]*socket, 0, len(all.open))
	for s := range all.open {
		list = append(list, s)
	}
	return list
}

// those gives the sockets of a key, or all that have one when it is empty.
func (all *sockets) those(key string) []*socket {
	all.mu.Lock()
	defer all.mu.Unlock()
	var list []*socket
	for s, of := range all.open {
		if of != "" && (key == "" || key == of) {
			list = append(list, s)
		}
	}
	return list
}
