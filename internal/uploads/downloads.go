package uploads

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"github.com/hashicorp/golang-lru/v2/expirable"
	"github.com/jackc/pgx/v5"

	"quire/ent"
	"quire/ent/auditevent"
	"quire/ent/tenancy"
	"quire/internal/audit"
	"quire/internal/postgres"
	"quire/internal/viewer"
)

const (
	// oneDownload is for how long the requests of a client for a file are one
	// download: viewers fetch a file in many parts.
	oneDownload = 10 * time.Minute
	// rememberedDownloads bounds how many are told apart.
	rememberedDownloads = 10_000
	// noteTimeout is how long a download waits for its line in the log.
	noteTimeout = 5 * time.Second
)

// Downloads records in the audit log that files were downloaded.
type Downloads struct {
	db     *postgres.DB
	log    *slog.Logger
	recent *expirable.LRU[string, struct{}]
}

// NewDownloads makes a recorder; its log is told of what could not be recorded.
func NewDownloads(db *postgres.DB, log *slog.Logger) *Downloads {
	return &Downloads{db: db, log: log, recent: expirable.NewLRU[string, struct{}](rememberedDownloads, nil, oneDownload)}
}

// aboutLink is what a link says of itself: the file, and to whom it was given.
func aboutLink(f *ent.Upload, v viewer.Viewer) string { return f.ID + " " + v.UserID }

// Note records that somebody follows a link. A download goes on when it cannot be
// recorded: the log of links has it already.
func (d *Downloads) Note(ctx context.Context, about string) {
	client := about + " " + viewer.OriginOf(ctx).Address
	if _, known := d.recent.Get(client); known {
		return
	}
	d.recent.Add(client, struct{}{})
	ctx, cancel := context.WithTimeout(tenancy.System(ctx), noteTimeout)
	defer cancel()
	if err := d.note(ctx, about); err != nil {
		d.recent.Remove(client)
		d.log.WarnContext(ctx, "a download is not in the audit log", "error", err)
	}
}

func (d *Downloads) note(ctx context.Context, about string) error {
	id, user, _ := strings.Cut(about, " ")
	f, err := d.db.Ent.Upload.Get(ctx, id)
	if ent.IsNotFound(err) {
		return nil // its row is gone, and the content goes with it
	}
	if err != nil {
		return err
	}
	return d.db.InTx(ctx, func(ctx context.Context, _ *ent.Client, _ pgx.Tx) error {
		return audit.Record(ctx, audit.Event{Action: auditevent.ActionDownloaded, TenantID: f.TenantID, TargetID: f.ID, ActorID: user})
	})
}
