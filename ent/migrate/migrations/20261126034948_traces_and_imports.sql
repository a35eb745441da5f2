-- Modify "batches" table
ALTER TABLE "batches" ADD COLUMN "trace_parent" character varying NOT NULL DEFAULT '';
-- Modify "customer_imports" table
ALTER TABLE "customer_imports" ADD COLUMN "sequence" bigint NOT NULL DEFAULT 1;
-- Modify "jobs" table
ALTER TABLE "jobs" ADD COLUMN "trace_parent" character varying NOT NULL DEFAULT '';
