package contents

import (
	"container/list"
	"sync"
)

// maxRemembered bounds the weight of all files together: tens of megabytes.
const maxRemembered = 50_000

// weight counts the parts that something found consists of.
func weight(found any) int {
	fields, ok := found.([]Field)
	if !ok {
		return maxSheets
	}
	n := len(fields)
	for _, f := range fields {
		n += len(f.Widgets) + len(f.Options)
	}
	return n
}

// maxSheets stands for the worksheets of any workbook.
const maxSheets = 255

// memory keeps what was found, of late by preference.
type memory struct {
	mu     sync.Mutex
	order  *list.List // of *memo, the latest first
	memos  map[string]*list.Element
	weight int
}

type memo struct {
	key    string
	found  any
	weight int
}

func newMemory() *memory { return &memory{order: list.New(), memos: map[string]*list.Element{}} }

func (m *memory) get(key string) (any, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e, ok := m.memos[key]
	if !ok {
		return nil, false
	}
	m.order.MoveToFront(e)
	return e.Value.(*memo).found, true
}

// put remembers what was found, unless it alone is too much.
func (m *memory) put(key string, found any, parts int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, known := m.memos[key]; known || parts >= maxRemembered {
		return
	}
	m.memos[key] = m.order.PushFront(&memo{key, found, parts + 1})
	for m.weight += parts + 1; m.weight > maxRemembered; {
		oldest := m.order.Remove(m.order.Back()).(*memo)
		delete(m.memos, oldest.key)
		m.weight -= oldest.weight
	}
}
