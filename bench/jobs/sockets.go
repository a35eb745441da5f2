package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
	"golang.org/x/sync/errgroup"
)

// topic is something that is watched, and what has been published of it.
type topic struct {
	published sync.Map // number → time.Time
}

// watcher is a subscriber on a websocket of its own.
type watcher struct {
	topic *topic
	init  string // the payload of connection_init
	query string // the payload of subscribe
	took  []time.Duration
	ended bool
}

// crowd is many watchers of one server.
type crowd struct {
	url      string
	number   []byte // stands before the number in a message
	last     []byte // stands in the last message
	all      []*watcher
	messages atomic.Int64
	live     sync.WaitGroup // until the last message of each
	first    sync.WaitGroup // until the first of each
}

// open connects all watchers, some at a time.
func (c *crowd) open(ctx context.Context) error {
	var group errgroup.Group
	group.SetLimit(32)
	for _, w := range c.all {
		c.live.Add(1)
		c.first.Add(1)
		group.Go(func() error { return c.connect(ctx, w) })
	}
	return group.Wait()
}

func (c *crowd) connect(ctx context.Context, w *watcher) error {
	dialer := websocket.Dialer{Subprotocols: []string{"graphql-transport-ws"}, ReadBufferSize: 1024, WriteBufferSize: 256}
	conn, _, err := dialer.DialContext(ctx, c.url, nil)
	if err != nil {
		return err
	}
	context.AfterFunc(ctx, func() { _ = conn.Close() })
	send := func(text string) {
		err = errors.Join(err, conn.WriteMessage(websocket.TextMessage, []byte(text)))
	}
	send(`{"type":"connection_init","payload":` + w.init + `}`)
	if _, answer, readErr := conn.ReadMessage(); err != nil || readErr != nil || !bytes.Contains(answer, []byte("connection_ack")) {
		return fmt.Errorf("%w: %s", errors.Join(err, readErr, errors.New("no connection_ack")), answer)
	}
	send(`{"id":"1","type":"subscribe","payload":` + w.query + `}`)
	go c.read(conn, w)
	return err
}

// read notes how long each state took, until the last.
func (c *crowd) read(conn *websocket.Conn, w *watcher) {
	defer c.live.Done()
	defer conn.Close()
	begun := sync.OnceFunc(c.first.Done)
	defer begun()
	for !w.ended {
		_, text, err := conn.ReadMessage()
		if err != nil {
			return
		}
		now := time.Now()
		switch {
		case bytes.Contains(text, []byte(`"next"`)):
			c.messages.Add(1)
			begun()
			if at, ok := w.topic.published.Load(numberAfter(text, c.number)); ok {
				w.took = append(w.took, now.Sub(at.(time.Time)))
			}
			w.ended = bytes.Contains(text, c.last)
		case bytes.Contains(text, []byte(`"ping"`)):
			_ = conn.WriteMessage(websocket.TextMessage, []byte(`{"type":"pong"}`))
		}
	}
}

func numberAfter(text, mark []byte) int64 {
	_, rest, _ := bytes.Cut(text, mark)
	end := bytes.IndexFunc(rest, func(r rune) bool { return r < '0' || r > '9' })
	n, _ := strconv.ParseInt(string(rest[:max(end, 0)]), 10, 64)
	return n
}

// report tells how it went for some of the watchers.
func report(what string, some []*watcher) {
	var took []time.Duration
	lost := 0
	for _, w := range some {
		took = append(took, w.took...)
		if !w.ended {
			lost++
		}
	}
	slices.Sort(took)
	if len(took) == 0 {
		fmt.Printf("  %s: no state came, %d of %d last states lost\n", what, lost, len(some))
		return
	}
	at := func(percent int) time.Duration { return took[(len(took)-1)*percent/100].Round(time.Millisecond) }
	fmt.Printf("  %s: %d states, p50 %v, p99 %v, most %v; %d of %d last states lost\n", what, len(took), at(50), at(99), at(100), lost, len(some))
}
