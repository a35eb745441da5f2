package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"
)

// liveNode does the same to a server of npm's graphql-ws, which is told by HTTP:
// POST /publish {"jobId","seq","ts","done","total","state"}. It writes a line when
// it serves the port that it is given.
func (s settings) liveNode(ctx context.Context) error {
	server := exec.Command("node", filepath.Join(s.node, "server.mjs"), "5590")
	out, err := server.StdoutPipe()
	if err != nil {
		return err
	}
	if err := server.Start(); err != nil {
		return err
	}
	defer func() {
		_ = server.Process.Signal(syscall.SIGTERM)
		_ = server.Wait()
	}()
	if !bufio.NewScanner(out).Scan() {
		return errors.New("the Node server did not start: run npm install in its folder")
	}
	c := &crowd{url: "ws://127.0.0.1:5590/graphql", number: []byte(`"seq":`), last: []byte(`"state":"DONE"`)}
	of := map[string]*topic{}
	for n := range 2 * s.n {
		id := "batch"
		if n >= s.n {
			id = fmt.Sprint("job", n-s.n)
		}
		if of[id] == nil {
			of[id] = &topic{}
		}
		query, _ := json.Marshal(map[string]any{"query": "subscription($id: ID!) { jobProgress(id: $id) { id state done total seq ts } }", "variables": map[string]string{"id": id}})
		c.all = append(c.all, &watcher{topic: of[id], init: "{}", query: string(query)})
	}
	publish := func(id string, n int64, state string) error {
		of[id].published.Store(n, time.Now())
		body, _ := json.Marshal(map[string]any{"jobId": id, "seq": n, "done": n, "total": 1000, "state": state})
		answer, err := http.Post("http://127.0.0.1:5590/publish", "application/json", bytes.NewReader(body))
		if err != nil {
			return err
		}
		return answer.Body.Close()
	}
	fmt.Printf("Node: the same\n")
	err = s.gather(ctx, c, server.Process.Pid, func(n int) error {
		return errors.Join(publish("batch", int64(n+1), "RUNNING"), publish(fmt.Sprint("job", n%s.n), int64(n+1), "RUNNING"))
	}, func() error {
		var group errgroup.Group
		group.SetLimit(16)
		for id := range of {
			group.Go(func() error { return publish(id, 1_000_000, "DONE") })
		}
		return group.Wait()
	})
	report("one topic", c.all[:s.n])
	report("own topics", c.all[s.n:])
	return err
}
