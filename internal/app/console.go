package app

import (
	"quire/internal/queueui"
	"quire/worker"
)

// newConsole makes the queue's pages for operators; nil where they are switched
// off.
func (a *App) newConsole(queue *worker.Queue) (*queueui.Console, error) {
	if !a.Config.RiverUI {
		return nil, nil
	}
	keys, err := a.keys("queue console")
	if err != nil {
		return nil, err
	}
	return queueui.New(queueui.Config{
		Client: queue.Client(), Accounts: a.Accounts, DB: a.DB, SigningKeys: keys, PublicBaseURL: a.Config.PublicURL, Log: a.Log,
	})
}
