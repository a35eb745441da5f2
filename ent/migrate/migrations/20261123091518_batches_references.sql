-- What the ent schema cannot say of batches: see the first migration of this kind.

ALTER TABLE "batches" ADD CONSTRAINT "x_batches_organisation" FOREIGN KEY ("tenant_id") REFERENCES "organisations" ("id");
ALTER TABLE "batches" ADD CONSTRAINT "x_batches_book" FOREIGN KEY ("tenant_id", "book_id") REFERENCES "books" ("tenant_id", "id") ON DELETE SET NULL ("book_id");
ALTER TABLE "batches" ADD CONSTRAINT "x_batches_creator" FOREIGN KEY ("tenant_id", "created_by") REFERENCES "users" ("tenant_id", "id") ON DELETE SET NULL ("created_by");
ALTER TABLE "batches" ADD CONSTRAINT "x_batches_retry_of" FOREIGN KEY ("tenant_id", "retry_of_id") REFERENCES "batches" ("tenant_id", "id");
ALTER TABLE "batches" ADD CONSTRAINT "x_batches_status" CHECK ("status" IN ('RUNNING', 'PAUSED', 'CANCELING', 'DONE', 'CANCELED'));
ALTER TABLE "batches" ADD CONSTRAINT "x_batches_quarter" CHECK ("quarter" BETWEEN 1 AND 4);
ALTER TABLE "batches" ADD CONSTRAINT "x_batches_finished" CHECK (("status" IN ('DONE', 'CANCELED')) = ("finished_at" IS NOT NULL));

ALTER TABLE "jobs" ADD CONSTRAINT "x_jobs_batch" FOREIGN KEY ("tenant_id", "batch_id") REFERENCES "batches" ("tenant_id", "id");
-- One job a customer and batch: a chunk that is prepared twice leaves nothing twice.
CREATE UNIQUE INDEX "x_jobs_batch_customer" ON "jobs" ("batch_id", "customer_id");

-- What the dispatcher looks for: jobs that the queue has not been given yet, and those that it has.
CREATE INDEX "x_jobs_waiting_batch" ON "jobs" ("batch_id", "id") WHERE "status" = 'QUEUED' AND "river_job_id" IS NULL AND "batch_id" IS NOT NULL;
CREATE INDEX "x_jobs_waiting_single" ON "jobs" ("tenant_id", "id") WHERE "status" = 'QUEUED' AND "river_job_id" IS NULL AND "batch_id" IS NULL;
CREATE INDEX "x_jobs_in_flight" ON "jobs" ("tenant_id", "batch_id") WHERE "river_job_id" IS NOT NULL AND "status" IN ('QUEUED', 'RUNNING', 'CANCELING');

ALTER TABLE "idempotency_keys" ADD CONSTRAINT "x_idempotency_keys_organisation" FOREIGN KEY ("tenant_id") REFERENCES "organisations" ("id");
