// Package worker does the work that waits in the queue: a file a job kind.
//
// The row in jobs is the record; River's rows are transport. Each attempt at a
// job has a River row of its own, and a job's row names the worker and the River
// row of its current attempt. That pair is the fence: what an attempt writes
// counts only while the job's row still names it. A job changes state only in
// transactions that change the River row along with it, so neither can get lost
// between the two, however processes and the database end.
//
//	QUEUED    claim → RUNNING
//	RUNNING   conclude → DONE, ERROR, CANCELED or, to be tried again, QUEUED
//	          its process died: take over → QUEUED with a new River row
package worker
