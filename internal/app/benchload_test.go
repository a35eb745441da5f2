package app

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// figures are of one kind of load.
type figures struct {
	rate float64
	p99  time.Duration
	// own and database are the processor's time that one took in this process,
	// which has the clients, and in the database.
	own, database time.Duration
}

func (f figures) cpu() time.Duration { return f.own + f.database }

// String is a line of a report.
func (f figures) String() string {
	return fmt.Sprintf("%.0f/s, p99 %v, %v of processor each, %v of it the database's", f.rate, f.p99.Round(time.Millisecond/10), f.cpu().Round(time.Microsecond), f.database.Round(time.Microsecond))
}

// load runs one of the mix after another in 50 clients for a while.
func (s *benchmark) load(during time.Duration, one func(client, kind int)) figures {
	s.b.Helper()
	var next atomic.Int64
	took := make([][]time.Duration, benchClients)
	start, own, database := time.Now(), s.ownCPU(), s.databaseCPU()
	var wait sync.WaitGroup
	for c := range benchClients {
		wait.Go(func() {
			for time.Since(start) < during {
				begin := time.Now()
				one(c, int(next.Add(1))%len(mix))
				took[c] = append(took[c], time.Since(begin))
			}
		})
	}
	wait.Wait()
	all := slices.Sorted(slices.Values(slices.Concat(took...)))
	each := time.Duration(len(all))
	return figures{
		rate: float64(len(all)) / time.Since(start).Seconds(), p99: all[len(all)*99/100],
		own: (s.ownCPU() - own) / each, database: (s.databaseCPU() - database) / each,
	}
}

// ownCPU is the processor's time that this process has taken.
func (s *benchmark) ownCPU() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		s.b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// databaseCPU is the processor's time that the connections' processes have taken,
// where the system tells; else none.
func (s *benchmark) databaseCPU() (sum time.Duration) {
	rows, err := s.app.DB.Pool.Query(s.b.Context(), "select pid from pg_stat_activity where datname = current_database()")
	if err != nil {
		s.b.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var pid int
		if err := rows.Scan(&pid); err != nil {
			s.b.Fatal(err)
		}
		sum += processCPU(pid)
	}
	return sum
}

// processCPU reads utime and stime of a process, in hundredths of a second
// (proc(5)).
func processCPU(pid int) time.Duration {
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	_, after, named := strings.Cut(string(stat), ") ")
	fields := strings.Fields(after)
	if err != nil || !named || len(fields) < 13 {
		return 0
	}
	user, _ := strconv.ParseInt(fields[11], 10, 64)
	system, _ := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * 10 * time.Millisecond
}

// benchClient is a client that costs next to nothing: its requests are made
// beforehand, and the answers are not decoded.
type benchClient struct {
	conn     net.Conn
	answers  *bufio.Reader
	requests [][]byte
}

// connect opens a connection for each client.
func (s *benchmark) connect() []*benchClient {
	address, _, _ := strings.Cut(strings.TrimPrefix(s.url, "http://"), "/")
	clients := make([]*benchClient, benchClients)
	for i := range clients {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			s.b.Fatal(err)
		}
		s.b.Cleanup(func() { _ = conn.Close() })
		c := &benchClient{conn: conn, answers: bufio.NewReaderSize(conn, 32<<10)}
		for _, query := range mix {
			body, _ := json.Marshal(map[string]string{"query": query})
			c.requests = append(c.requests, fmt.Appendf(nil, "POST /graphql HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
				address, s.token, len(body), body))
		}
		clients[i] = c
	}
	return clients
}

// ask sends one of the mix and reads the answer.
func (c *benchClient) ask(kind int) error {
	if _, err := c.conn.Write(c.requests[kind]); err != nil {
		return err
	}
	response, err := http.ReadResponse(c.answers, nil)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	start, err := c.answers.Peek(len(`{"data":`))
	if err != nil || response.StatusCode != http.StatusOK || string(start) != `{"data":` {
		return errors.Join(err, fmt.Errorf("answered %s, beginning with %s", response.Status, start))
	}
	_, err = io.Copy(io.Discard, response.Body)
	return err
}

// BenchmarkQuery asks one of the mix after another, for a look at what each costs.
func BenchmarkQuery(b *testing.B) {
	s := setupBench(b)
	clients := s.connect()
	for kind, query := range mix {
		name, _, _ := strings.Cut(strings.TrimPrefix(query, "{ "), "(")
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			own := s.ownCPU()
			for b.Loop() {
				if err := clients[0].ask(kind); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64((s.ownCPU()-own).Microseconds())/float64(b.N), "µs-cpu/op")
		})
	}
}
