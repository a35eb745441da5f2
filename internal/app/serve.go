package app

import (
	"context"
	"fmt"
	"net"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"quire/graph"
	"quire/graph/limits"
	"quire/internal/archive"
	"quire/internal/books"
	"quire/internal/customers"
	"quire/internal/dryrun"
	"quire/internal/httpapi"
	"quire/internal/imports"
	"quire/internal/jobs"
	"quire/internal/previews"
	"quire/internal/progress"
	"quire/internal/queueui"
	"quire/internal/telemetry"
	"quire/internal/uploads"
	"quire/worker"
)

// Parts say what a process does. One process may do both; many may share the
// work.
type Parts struct {
	// API serves GraphQL, downloads, GraphiQL, health and metrics.
	API bool
	// Worker works on jobs.
	Worker bool
	// HealthAddr is where a process without the API serves health and metrics;
	// empty for nowhere.
	HealthAddr string
	// Ready is told the URL of the API when it answers; it may be nil.
	Ready func(url string)
	// Version is shown by health and metrics.
	Version string
}

// traceTimeout bounds the sending of the last spans.
const traceTimeout = 5 * time.Second

// Run does its parts until the context ends, then ends in order: no new
// requests, then the work at hand, then the rest.
func (a *App) Run(ctx context.Context, p Parts) error {
	if err := a.ensureAdministrator(ctx); err != nil {
		return err
	}
	metrics, err := a.newMetrics(p.Version)
	if err != nil {
		return err
	}
	if a.Config.TraceEndpoint != "" {
		stop, err := telemetry.StartTracing(ctx, a.Config.TraceEndpoint, p.Version)
		if err != nil {
			return err
		}
		defer func() {
			ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), traceTimeout)
			defer cancel()
			if err := stop(ending); err != nil {
				a.Log.WarnContext(ctx, "the last spans were not sent", "error", err)
			}
		}()
	}
	group, ctx := errgroup.WithContext(ctx)
	if p.Worker {
		w, err := worker.New(a.workerDeps(metrics))
		if err != nil {
			return err
		}
		group.Go(func() error { return a.work(ctx, w) })
	}
	switch {
	case p.API:
		group.Go(func() error { return a.serve(ctx, p, metrics) })
	case p.HealthAddr != "":
		group.Go(func() error { return a.serveHealth(ctx, p, metrics) })
	}
	return group.Wait()
}

func (a *App) workerDeps(metrics *telemetry.Metrics) worker.Deps {
	return worker.Deps{
		DB:              a.DB,
		Store:           a.Store,
		Log:             a.Log,
		Metrics:         metrics,
		Concurrency:     a.Config.WorkerConcurrency,
		Memory:          int64(a.Config.WorkerMemory),
		JobTimeout:      a.Config.JobTimeout,
		ShutdownTimeout: a.Config.ShutdownTimeout,
		House:           a.keeper(),
	}
}

// work works until the context ends, and then lets go of what it has begun.
func (a *App) work(ctx context.Context, w *worker.Worker) error {
	addThreads()
	if err := w.Start(ctx); err != nil {
		return fmt.Errorf("start the worker: %w", err)
	}
	a.Log.InfoContext(ctx, "worker started", "worker_id", w.ID(), "concurrency", a.Config.WorkerConcurrency)
	<-ctx.Done()
	// Stop ends within ShutdownTimeout; the rest is for the last statements.
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), a.Config.ShutdownTimeout+10*time.Second)
	defer cancel()
	return w.Stop(stopping)
}

// serve answers requests until the context ends.
func (a *App) serve(ctx context.Context, p Parts, metrics *telemetry.Metrics) error {
	queue, err := worker.NewQueue(a.DB.Pool, a.Log)
	if err != nil {
		return err
	}
	hub := progress.NewHub(a.DB.SQL, a.dsn, a.Log)
	shown, err := a.newPreviews(metrics)
	if err != nil {
		return err
	}
	defer func() { _ = shown.Close() }()
	archives, err := a.newArchives()
	if err != nil {
		return err
	}
	console, err := a.newConsole(queue)
	if err != nil {
		return err
	}
	c := a.httpConfig(p, metrics, a.newResolver(hub, queue, shown, archives, console), shown, archives, console)
	if folder := a.Config.TrustedDocuments; folder != "" {
		if c.TrustedDocuments, err = limits.ReadTrusted(folder); err != nil {
			return fmt.Errorf("TRUSTED_DOCUMENTS: %w", err)
		}
	}
	server, err := httpapi.New(c)
	if err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", a.Config.ListenAddr)
	if err != nil {
		return fmt.Errorf("LISTEN_ADDR: %w", err)
	}
	url := "http://" + listener.Addr().String()
	a.Log.InfoContext(ctx, "serving", "url", url, "graphql", url+"/graphql", "playground", a.Config.Playground)
	group, ctx := errgroup.WithContext(ctx)
	// Subscribers are served while the last requests end.
	watching, unwatch := context.WithCancel(context.WithoutCancel(ctx))
	group.Go(func() error { hub.Run(watching); return nil })
	if console != nil {
		group.Go(func() error { return console.Run(watching) })
	}
	group.Go(func() error { a.Accounts.Watch(watching, a.Log, server.Recheck); return nil })
	group.Go(func() error {
		defer unwatch()
		return server.Serve(ctx, listener, a.Config.ShutdownTimeout)
	})
	if p.Ready != nil {
		p.Ready(url)
	}
	return group.Wait()
}

// newResolver joins the services that GraphQL shows.
func (a *App) newResolver(hub *progress.Hub, queue *worker.Queue, shown *previews.Service, archives *archive.Service, console *queueui.Console) *graph.Resolver {
	r := &graph.Resolver{
		Ent:       a.DB.Ent,
		Accounts:  a.Accounts,
		Customers: customers.New(a.DB),
		Books:     books.New(a.DB),
		Imports:   imports.New(a.DB, a.Store, queue),
		Uploads:   uploads.New(a.DB, a.Store, int64(a.Config.UploadMax), a.Log),
		Jobs:      jobs.New(a.DB, queue),
		DryRun:    dryrun.New(a.DB, a.Store),
		Previews:  shown,
		Archives:  archives,
		Progress:  hub,
		SignIn:    graph.SignIn{FrontEnd: a.Config.FrontEndURL, Provider: a.Config.OIDCName},
	}
	if console != nil {
		r.Queue = console
	}
	return r
}

func (a *App) httpConfig(p Parts, metrics *telemetry.Metrics, r *graph.Resolver, shown *previews.Service, archives *archive.Service, console *queueui.Console) httpapi.Config {
	c := httpapi.Config{
		Schema:          graph.NewSchema(r),
		Install:         graph.Install,
		Accounts:        a.Accounts,
		Downloads:       a.Store.DownloadHandler(),
		Uploads:         a.Store.UploadHandler(),
		Archives:        archives.Handler(),
		Previews:        shown.Handler(),
		Live:            telemetry.Alive(p.Version),
		Ready:           a.readiness(),
		Metrics:         guardedMetrics(a.Config, metrics.Handler()),
		Playground:      a.Config.Playground,
		OpenSchema:      a.Config.Introspection,
		Origins:         a.Config.CORSOrigins,
		ProxyHops:       a.Config.ProxyHops,
		Secure:          strings.HasPrefix(a.Config.PublicURL, "https:"),
		WithRequestID:   telemetry.WithRequest,
		Log:             a.Log,
		Observe:         requestMetrics{metrics},
		MaxUpload:       int64(a.Config.UploadMax),
		QueryTimeout:    a.Config.QueryTimeout,
		MutationTimeout: 2 * a.Config.QueryTimeout,
	}
	if a.Accounts.HasProvider() {
		c.SignIns, c.FrontEnd = a.Accounts, a.Config.FrontEndURL
	}
	if console != nil {
		c.Queue = console
	}
	if a.Config.TraceEndpoint != "" {
		traceRequests(&c)
	}
	return bounded(c, a.Config.Limits)
}
