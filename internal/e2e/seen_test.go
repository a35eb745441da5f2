package e2e

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quire/internal/config"
	"quire/internal/demo"
	"quire/internal/postgres/pgtest"
)

// TestWhatOperatorsSee orders a booklet under a request id of its own and looks
// at the metrics and the logs of all processes afterwards.
func TestWhatOperatorsSee(t *testing.T) {
	t.Parallel()
	i := install(t, pgtest.New(t), "LOG_LEVEL=debug")
	server := i.api()
	worker := i.worker("--health", "127.0.0.1:0")
	setUpDemo(t, server.url)
	c := server.signIn(demo.OfficeEmail, demo.OfficePassword)
	const id = "e2e-order-0001"
	c.headers.Header = http.Header{"X-Request-Id": {id}}
	job := c.generate(c.sampleOrder())
	c.headers.Header = nil
	s := c.watch(job)
	s.completed()
	worker.await(worker.logs, `"msg":"job done","job_id":"`+job) // what is counted is told a moment after it is done
	link := c.job(job).Output.Download.URL
	if res, _ := c.get(link, nil); res.StatusCode != http.StatusOK {
		t.Fatalf("the download: %s", res.Status)
	}
	if err := server.anonymous().Do(t.Context(), `{ jobs { totalCount } }`, nil, &struct{}{}); !demo.IsCode(err, "UNAUTHENTICATED") {
		t.Errorf("without a token: %v", err)
	}
	wrong := `mutation { login(input: {email: "` + demo.OfficeEmail + `", password: "a wrong password"}) { session { accessToken } } }`
	if err := server.anonymous().Do(t.Context(), wrong, nil, &struct{}{}); err == nil {
		t.Error("a wrong password signs in")
	}

	t.Run("metrics of the server", func(t *testing.T) {
		c.wantMetrics(`quire_requests_total{operation="mutation generateBook"} 2`, `quire_requests_total{operation="subscription jobProgress"} 2`,
			`quire_request_errors_total{code="UNAUTHENTICATED",operation="query jobs"} 1`, `quire_jobs{state="RUNNING"} 0`, `quire_jobs{state="QUEUED"} 0`,
			"quire_subscriptions_open 0", `quire_build_info{version="`+testVersion+`"} 1`)
	})
	t.Run("metrics of the worker", func(t *testing.T) {
		health := server.anonymous()
		health.base = worker.logged("serving health and metrics")["url"].(string)
		health.wantMetrics(`quire_jobs_total{state="DONE",type="GENERATE_BOOK"} 2`, `quire_job_stage_duration_seconds_count{stage="RENDER"} 2`)
		health.wantReady(http.StatusOK, map[string]string{"database": "ok", "migrations": "ok", "storage": "ok", "queue": "ok"})
	})
	server.signal(os.Interrupt)
	worker.signal(os.Interrupt)
	if one, two := server.wait(), worker.wait(); one != 0 || two != 0 {
		t.Errorf("they end with %d and %d", one, two)
	}
	t.Run("a job's lines", func(t *testing.T) { checkJobLines(t, worker, job, id) })
	t.Run("a request's lines", func(t *testing.T) { checkRequestLines(t, server.process, id) })
	t.Run("no secret is logged", func(t *testing.T) {
		secret := strings.TrimSpace(string(must(os.ReadFile(filepath.Join(i.data, "jwt-secret")))(t)))
		token := link[strings.LastIndex(link, "/")+1:]
		for _, hidden := range []string{demo.OfficePassword, config.DevAdminPassword, "a wrong password", c.Token, c.refresh, secret, token, token[strings.LastIndex(token, ".")+1:]} {
			if hidden == "" || strings.Contains(server.logs.String()+worker.logs.String(), hidden) {
				t.Errorf("%.12q… is in the logs", hidden)
			}
		}
		server.await(server.logs, `"path":"/downloads/`)
	})
}

// wantMetrics checks that /metrics has the lines.
func (c *client) wantMetrics(lines ...string) {
	c.t.Helper()
	res, body := c.get("/metrics", nil)
	if res.StatusCode != http.StatusOK {
		c.t.Errorf("/metrics answers %s", res.Status)
	}
	for _, line := range lines {
		if !strings.Contains("\n"+string(body), "\n"+line+"\n") {
			c.t.Errorf("/metrics has no line %q in\n%s", line, quires(string(body)))
		}
	}
}

// quires are the lines of the program's own metrics.
func quires(metrics string) string {
	var own []string
	for line := range strings.Lines(metrics) {
		if strings.HasPrefix(line, "quire_") && !strings.Contains(line, "_bucket{") {
			own = append(own, line)
		}
	}
	return strings.Join(own, "")
}

// checkJobLines checks that whatever the worker says of a job says of which,
// of whose, and by which request.
func checkJobLines(t *testing.T, worker *process, job, request string) {
	var messages []string
	lines, _ := worker.logs.lines()
	for _, line := range lines {
		if !strings.Contains(line, job) {
			continue
		}
		a := attributes(t, line)
		tenant, _ := a["tenant"].(string)
		if a["job_id"] != job || a["request_id"] != request || !strings.HasPrefix(tenant, "org_") {
			t.Errorf("a line of the job: %s", line)
		}
		messages = append(messages, a["msg"].(string))
	}
	if got := strings.Join(messages, ", "); !strings.HasPrefix(got, "job started") || !strings.HasSuffix(got, "job done") {
		t.Errorf("of the job the worker says %q", got)
	}
}

// checkRequestLines checks that each line of a request names it, and that the
// order's own is there.
func checkRequestLines(t *testing.T, server *process, request string) {
	found := false
	lines, _ := server.logs.lines()
	for _, line := range lines {
		var a struct{ Msg, Path, Operation, User, RequestID string }
		if err := json.Unmarshal([]byte(strings.Replace(line, `"request_id"`, `"requestID"`, 1)), &a); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		if (a.Msg == "request" || a.Path != "" || a.Operation != "" || a.User != "") && a.RequestID == "" {
			t.Errorf("a line of a request: %s", line)
		}
		found = found || a.RequestID == request && a.Operation == "mutation generateBook" && strings.HasPrefix(a.User, "usr_")
	}
	if !found {
		t.Error("the order has no line of its own")
	}
}
