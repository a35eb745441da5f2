-- Modify "jobs" table
ALTER TABLE "jobs" ADD COLUMN "load" bigint NOT NULL DEFAULT 0, ADD COLUMN "history_json" jsonb NULL;
-- Modify "uploads" table
ALTER TABLE "uploads" ADD COLUMN "crc32" bigint NULL;
-- Create "work_shares" table
CREATE TABLE "work_shares" ("tenant_id" character varying NOT NULL, "weight" bigint NOT NULL DEFAULT 1, "most" bigint NOT NULL DEFAULT 0, "served" double precision NOT NULL DEFAULT 0, PRIMARY KEY ("tenant_id"));
