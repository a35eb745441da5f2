package previews

import (
	"bytes"
	"container/list"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// cache keeps pictures in a folder, up to an amount of bytes; those that were not
// wanted for longest go first. It only saves time: what it cannot keep or read
// is drawn again. A nil cache keeps nothing.
type cache struct {
	dir   string
	limit int64

	once  sync.Once
	mu    sync.Mutex
	bytes int64
	// order holds an entry a picture, the last wanted in front.
	order *list.List
	found map[string]*list.Element
}

type entry struct {
	name  string
	bytes int64
}

const pictureEnding = ".png"

// open finds what earlier processes have left, on first need.
func (c *cache) open() {
	c.once.Do(func() {
		c.order, c.found = list.New(), map[string]*list.Element{}
		_ = os.MkdirAll(c.dir, 0o700) // or nothing can be kept
		files, _ := os.ReadDir(c.dir)
		var infos []fs.FileInfo
		for _, f := range files {
			info, err := f.Info()
			if err != nil || !info.Mode().IsRegular() || !strings.HasSuffix(f.Name(), pictureEnding) {
				continue
			}
			infos = append(infos, info)
		}
		slices.SortFunc(infos, func(a, b fs.FileInfo) int { return a.ModTime().Compare(b.ModTime()) })
		for _, info := range infos {
			c.add(strings.TrimSuffix(info.Name(), pictureEnding), info.Size())
		}
	})
}

func (c *cache) path(name string) string { return filepath.Join(c.dir, name+pictureEnding) }

// get gives a picture that is there and whole.
func (c *cache) get(name string) ([]byte, bool) {
	if c == nil {
		return nil, false
	}
	c.open()
	picture, err := os.ReadFile(c.path(name))
	if err != nil || !whole(picture) {
		return nil, false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.add(name, int64(len(picture)))
	return picture, true
}

// put keeps a picture, whole or not at all.
func (c *cache) put(name string, picture []byte) {
	if c == nil || int64(len(picture)) > c.limit {
		return
	}
	c.open()
	if err := writeWhole(c.path(name), picture); err != nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.add(name, int64(len(picture)))
}

// add puts a picture in front and removes those for which there is no room.
func (c *cache) add(name string, size int64) {
	if e, there := c.found[name]; there {
		c.forget(e)
	}
	c.found[name] = c.order.PushFront(entry{name, size})
	c.bytes += size
	for c.bytes > c.limit && c.order.Len() > 1 {
		oldest := c.order.Back()
		_ = os.Remove(c.path(oldest.Value.(entry).name)) // it may be gone already
		c.forget(oldest)
	}
}

func (c *cache) forget(e *list.Element) {
	gone := c.order.Remove(e).(entry)
	delete(c.found, gone.name)
	c.bytes -= gone.bytes
}

// pngEnd is the last chunk of every PNG (ISO/IEC 15948, 11.2.5).
var pngEnd = []byte("\x00\x00\x00\x00IEND\xaeB`\x82")

// whole tells a picture from what a loss of power left of one.
func whole(picture []byte) bool {
	return bytes.HasPrefix(picture, []byte("\x89PNG")) && bytes.HasSuffix(picture, pngEnd)
}

func writeWhole(path string, content []byte) error {
	file, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err := errors.Join(err, file.Close()); err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return os.Rename(file.Name(), path)
}
