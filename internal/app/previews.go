package app

import (
	"path/filepath"

	"quire/internal/previews"
	"quire/internal/telemetry"
)

// newPreviews makes the service of previews; whoever asks closes it. It takes
// nothing until somebody looks at a preview.
func (a *App) newPreviews(metrics *telemetry.Metrics) (*previews.Service, error) {
	keys, err := a.keys("preview links")
	if err != nil {
		return nil, err
	}
	return previews.New(previews.Config{
		Store:         a.Store,
		Dir:           filepath.Join(a.Config.DataDir, "previews"),
		CacheBytes:    int64(a.Config.PreviewCache),
		SigningKeys:   keys,
		PublicBaseURL: a.Config.PublicURL,
		TTL:           a.Config.SignedURLTTL,
		Metrics:       metrics,
		Log:           a.Log,
	}), nil
}
