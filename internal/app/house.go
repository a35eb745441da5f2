package app

import (
	"time"

	"quire/internal/housekeeping"
	"quire/internal/uploads"
)

// keeper knows what is to be removed in this installation.
func (a *App) keeper() *housekeeping.Keeper {
	return &housekeeping.Keeper{
		DB: a.DB, Store: a.Store, Log: a.Log,
		Uploads: uploads.New(a.DB, a.Store, int64(a.Config.UploadMax), a.Log),
		Policy: housekeeping.Policy{
			Outputs: a.Config.OutputKeep, Uploads: a.Config.UploadKeep, Audit: a.Config.AuditKeep,
			Previews: a.Config.SignedURLTTL + time.Hour,
		},
	}
}
