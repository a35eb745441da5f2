-- Modify "jobs" table
ALTER TABLE "jobs" ADD COLUMN "snapshot_hash" character varying NOT NULL DEFAULT '', ADD COLUMN "batch_id" character varying NULL;
-- Create index "job_batch_id_status" to table: "jobs"
CREATE INDEX "job_batch_id_status" ON "jobs" ("batch_id", "status");
-- Create index "job_tenant_id_snapshot_hash" to table: "jobs"
CREATE INDEX "job_tenant_id_snapshot_hash" ON "jobs" ("tenant_id", "snapshot_hash");
-- Modify "worker_processes" table
ALTER TABLE "worker_processes" ADD COLUMN "slots" bigint NOT NULL DEFAULT 0;
-- Create "batches" table
CREATE TABLE "batches" ("id" character varying NOT NULL, "tenant_id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "year" bigint NOT NULL, "quarter" bigint NOT NULL, "status" character varying NOT NULL DEFAULT 'RUNNING', "total" bigint NOT NULL, "input_json" jsonb NOT NULL, "prepared" boolean NOT NULL DEFAULT false, "cursor" character varying NOT NULL DEFAULT '', "sequence" bigint NOT NULL DEFAULT 1, "request_id" character varying NOT NULL DEFAULT '', "finished_at" timestamptz NULL, "book_id" character varying NULL, "created_by" character varying NULL, "retry_of_id" character varying NULL, PRIMARY KEY ("id"));
-- Create index "batch_status" to table: "batches"
CREATE INDEX "batch_status" ON "batches" ("status");
-- Create index "batch_tenant_id_book_id" to table: "batches"
CREATE INDEX "batch_tenant_id_book_id" ON "batches" ("tenant_id", "book_id");
-- Create index "batch_tenant_id_created_at" to table: "batches"
CREATE INDEX "batch_tenant_id_created_at" ON "batches" ("tenant_id", "created_at");
-- Create index "batch_tenant_id_id" to table: "batches"
CREATE UNIQUE INDEX "batch_tenant_id_id" ON "batches" ("tenant_id", "id");
-- Create index "batch_tenant_id_retry_of_id" to table: "batches"
CREATE INDEX "batch_tenant_id_retry_of_id" ON "batches" ("tenant_id", "retry_of_id");
-- Create "idempotency_keys" table
CREATE TABLE "idempotency_keys" ("id" character varying NOT NULL, "tenant_id" character varying NOT NULL, "key" character varying NOT NULL, "request_hash" character varying NOT NULL, "result_id" character varying NOT NULL, "used_at" timestamptz NOT NULL, PRIMARY KEY ("id"));
-- Create index "idempotencykey_tenant_id_id" to table: "idempotency_keys"
CREATE UNIQUE INDEX "idempotencykey_tenant_id_id" ON "idempotency_keys" ("tenant_id", "id");
-- Create index "idempotencykey_tenant_id_key" to table: "idempotency_keys"
CREATE UNIQUE INDEX "idempotencykey_tenant_id_key" ON "idempotency_keys" ("tenant_id", "key");
-- Create index "idempotencykey_used_at" to table: "idempotency_keys"
CREATE INDEX "idempotencykey_used_at" ON "idempotency_keys" ("used_at");
