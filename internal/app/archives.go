package app

import "quire/internal/archive"

// newArchives makes the service of archives.
func (a *App) newArchives() (*archive.Service, error) {
	keys, err := a.keys("archive links")
	if err != nil {
		return nil, err
	}
	return archive.New(archive.Config{
		DB: a.DB, Store: a.Store, SigningKeys: keys, PublicBaseURL: a.Config.PublicURL, TTL: a.Config.SignedURLTTL, Log: a.Log,
	}), nil
}
