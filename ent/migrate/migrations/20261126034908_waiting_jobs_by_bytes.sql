-- What the dispatcher looks for, in the order of the ids' bytes: the index of all ids
-- has another order, so that it is not taken for one that finds what waits.
DROP INDEX "x_jobs_waiting_batch";
DROP INDEX "x_jobs_waiting_single";
CREATE INDEX "x_jobs_waiting_batch" ON "jobs" ("batch_id", "id" COLLATE "C") WHERE "status" = 'QUEUED' AND "river_job_id" IS NULL AND "batch_id" IS NOT NULL;
CREATE INDEX "x_jobs_waiting_single" ON "jobs" ("tenant_id", "id" COLLATE "C") WHERE "status" = 'QUEUED' AND "river_job_id" IS NULL AND "batch_id" IS NULL;
