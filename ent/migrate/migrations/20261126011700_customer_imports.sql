-- Modify "customers" table
ALTER TABLE "customers" ADD COLUMN "reference" character varying NULL;
-- Create index "customer_tenant_id_reference" to table: "customers"
CREATE UNIQUE INDEX "customer_tenant_id_reference" ON "customers" ("tenant_id", "reference");
-- Create "customer_imports" table
CREATE TABLE "customer_imports" ("id" character varying NOT NULL, "tenant_id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "status" character varying NOT NULL DEFAULT 'QUEUED', "file_name" character varying NOT NULL, "input_json" jsonb NOT NULL, "rows_done" bigint NOT NULL DEFAULT 0, "rows_total" bigint NOT NULL DEFAULT 0, "counts_json" jsonb NULL, "error_code" character varying NULL, "error_message" text NULL, "attempts" bigint NOT NULL DEFAULT 0, "request_id" character varying NOT NULL DEFAULT '', "started_at" timestamptz NULL, "finished_at" timestamptz NULL, "file_id" character varying NULL, "report_id" character varying NULL, "created_by" character varying NULL, PRIMARY KEY ("id"));
-- Create index "customerimport_status" to table: "customer_imports"
CREATE INDEX "customerimport_status" ON "customer_imports" ("status");
-- Create index "customerimport_tenant_id_created_at" to table: "customer_imports"
CREATE INDEX "customerimport_tenant_id_created_at" ON "customer_imports" ("tenant_id", "created_at");
-- Create index "customerimport_tenant_id_file_id" to table: "customer_imports"
CREATE INDEX "customerimport_tenant_id_file_id" ON "customer_imports" ("tenant_id", "file_id");
-- Create index "customerimport_tenant_id_id" to table: "customer_imports"
CREATE UNIQUE INDEX "customerimport_tenant_id_id" ON "customer_imports" ("tenant_id", "id");
-- Create index "customerimport_tenant_id_report_id" to table: "customer_imports"
CREATE INDEX "customerimport_tenant_id_report_id" ON "customer_imports" ("tenant_id", "report_id");
