package playground_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"quire/internal/httpapi"
	"quire/internal/httpapi/testschema"
)

// browser finds the Chromium that people have.
func browser(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal("the playground is tested in Chromium, and there is none: `make setup` installs it")
	return ""
}

// watch keeps whatever a page does that it should not.
type watch struct {
	mu       sync.Mutex
	host     string
	problems []string
	requests int
}

func (w *watch) hear(event any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		w.requests++
		w.check(e.Request.URL)
	case *network.EventWebSocketCreated:
		w.check(e.URL)
	case *runtime.EventExceptionThrown:
		w.problems = append(w.problems, "exception: "+exceptionText(e))
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError {
			said, _ := json.Marshal(e.Args)
			w.problems = append(w.problems, "console.error: "+string(said))
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError {
			w.problems = append(w.problems, fmt.Sprintf("%s: %s (%s)", e.Entry.Source, e.Entry.Text, e.Entry.URL))
		}
	}
}

func exceptionText(e *runtime.EventExceptionThrown) string {
	said, _ := json.Marshal(e.ExceptionDetails)
	return string(said)
}

func (w *watch) check(address string) {
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "data" && u.Scheme != "blob" && u.Host != w.host) {
		w.problems = append(w.problems, "a request to another host: "+address)
	}
}

func (w *watch) want(t *testing.T) {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, p := range w.problems {
		t.Error(p)
	}
	if w.requests < 5 {
		t.Errorf("only %d requests were watched", w.requests)
	}
}

// open starts a server and shows its playground.
func open(t *testing.T) (context.Context, *watch, *testschema.World) {
	t.Helper()
	world := &testschema.World{Token: "ana"} // whose sessions are about to end
	people := &testschema.People{}
	people.SignIn("ana", time.Now().Add(time.Hour))
	people.SignIn("ben", time.Now().Add(time.Hour))
	api, err := httpapi.New(httpapi.Config{
		Schema: testschema.New(world), Accounts: people,
		Install: testschema.Install, Playground: true, OpenSchema: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(api)
	t.Cleanup(server.Close)

	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(browser(t)), chromedp.UserDataDir(t.TempDir()), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.WSURLReadTimeout(time.Minute), chromedp.WindowSize(1400, 900))
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(func() {
		_ = chromedp.Cancel(ctx) // waits for the browser to end, so that its directory can go
		cancel()
	})
	w := &watch{host: strings.TrimPrefix(server.URL, "http://")}
	_, err = chromedp.Call(ctx, network.Enable, network.EnableParams{})
	if err == nil {
		err = chromedp.Listen(ctx, w.hear)
	}
	if err != nil {
		t.Fatalf("start %s: %v", browser(t), err)
	}
	run(t, ctx,
		chromedp.Navigate(server.URL+"/"), // leads to the playground
		chromedp.WaitVisible(".graphiql-execute-button"))
	return ctx, w, world
}

func run(t *testing.T, ctx context.Context, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	for i, action := range actions {
		step, cancel := context.WithTimeout(ctx, 30*time.Second)
		err := chromedp.Do(step, action)
		cancel()
		if err == nil {
			continue
		}
		text, _ := chromedp.Run(ctx, chromedp.Evaluate[string]("document.body.innerText"))
		t.Fatalf("step %d: %v; the page shows: %s", i+1, err, text)
	}
}

// write replaces the text of one of GraphiQL's editors.
func write(editor, text string) chromedp.Action[chromedp.Void] {
	quoted, _ := json.Marshal(text)
	return chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`document.querySelector(%q).CodeMirror.setValue(%s)`, editor+" .CodeMirror", quoted))
}

// operation writes an operation, and waits until GraphiQL has read it: its name
// is then the tab's.
func operation(kind, name, selection string) chromedp.Action[chromedp.Void] {
	return chromedp.Steps(
		write(queryEditor, kind+" "+name+" "+selection),
		chromedp.Poll[chromedp.Void](fmt.Sprintf(`document.querySelector(".graphiql-tab-active")?.innerText.trim() === %q`, name)),
	)
}

// result waits until the answer shows a text.
func result(text string) chromedp.Action[chromedp.Void] {
	return chromedp.Poll[chromedp.Void](fmt.Sprintf(`document.querySelector(".result-window .CodeMirror")?.CodeMirror.getValue().includes(%q)`, text),
		chromedp.WithPollingTimeout(30*time.Second))
}

const (
	queryEditor = ".graphiql-query-editor"
	execute     = ".graphiql-execute-button"
)

func TestPlayground(t *testing.T) {
	t.Parallel()
	ctx, w, world := open(t)
	run(t, ctx,
		chromedp.Click(`button[aria-label="Add tab"], .graphiql-tab-add`),
		operation(`query`, "A", `{ hello(name: "Ana") }`),
		chromedp.Click(execute), result(`"hello, Ana"`),
		operation(`subscription`, "B", `{ count(to: 3) }`),
		chromedp.Click(execute), result(`"count": 3`),
		operation(`subscription`, "C", `{ whoami }`),
		chromedp.Click(execute), result(`"whoami": "nobody"`),
	)
	// Sign in by the bar: the token goes along with requests and subscriptions.
	run(t, ctx,
		chromedp.SendKeys(`#sign-in input[name=email]`, "ana@example.com"),
		chromedp.SendKeys(`#sign-in input[name=password]`, "wrong"),
		chromedp.Click(`#sign-in button`),
		chromedp.WaitVisible(`#message.problem`),
		chromedp.SetValue(`#sign-in input[name=password]`, "open sesame"),
		chromedp.Click(`#sign-in button`),
		chromedp.WaitVisible(`#sign-out`),
		chromedp.Poll[chromedp.Void](`document.getElementById("message").innerText === "Signed in as ana@example.com."`),
		chromedp.Click(execute), result(`"whoami": "ana"`),
		operation(`query`, "D", `{ viewer { id } }`),
		chromedp.Click(execute), result(`"id": "ana"`),
		chromedp.Click(`button[aria-label="Show Documentation Explorer"]`),
		chromedp.Poll[chromedp.Void](`document.body.innerText.includes("LoginPayload")`),
	)
	if file := os.Getenv("PLAYGROUND_SCREENSHOT"); file != "" {
		picture, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, picture, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if world.Refreshes.Load() == 0 {
		t.Error("a token that is about to end is not exchanged")
	}
	// Sign out, and write the header by hand.
	run(t, ctx,
		chromedp.Click(`#sign-out`), chromedp.WaitVisible(`#sign-in`),
		chromedp.Click(execute), result(`UNAUTHENTICATED`),
		chromedp.Click(`//button[contains(., "Headers")]`),
		write(`.graphiql-editor-tool .graphiql-editor:last-child`, `{"Authorization": "Bearer ben"}`),
		operation(`subscription`, "E", `{ whoami }`),
		chromedp.Click(execute), result(`"whoami": "ben"`),
	)
	w.want(t)
}
