package progress

import (
	"encoding/json"
	"fmt"
	"time"

	"quire/ent"
)

// FailedAttempt is an attempt at a job that did not succeed, as the job's row keeps
// it.
type FailedAttempt struct {
	// Number counts the attempts since the job was ordered, or tried again by hand.
	Number  int       `json:"n"`
	Worker  string    `json:"w"`
	Started time.Time `json:"s,omitzero"`
	Ended   time.Time `json:"e"`
	// Code and Message are for the user, Cause is for the operator.
	Code    string `json:"c"`
	Message string `json:"m"`
	Cause   string `json:"x,omitempty"`
}

// History gives the attempts at a job that did not succeed, in their order.
func History(j *ent.Job) ([]FailedAttempt, error) {
	all := []FailedAttempt{}
	if len(j.History) == 0 {
		return all, nil
	}
	if err := json.Unmarshal(j.History, &all); err != nil {
		return nil, fmt.Errorf("the history of the job %s is damaged: %w", j.ID, err)
	}
	return all, nil
}
