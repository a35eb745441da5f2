-- Drop index "job_tenant_id_output_id" from table: "jobs"
DROP INDEX "job_tenant_id_output_id";
-- Drop index "job_tenant_id_snapshot_hash" from table: "jobs"
DROP INDEX "job_tenant_id_snapshot_hash";
-- Drop index "job_tenant_id_status" from table: "jobs"
DROP INDEX "job_tenant_id_status";
-- Drop index "job_worker_id" from table: "jobs"
DROP INDEX "job_worker_id";
-- Create index "job_tenant_id_output_id" to table: "jobs"
CREATE INDEX "job_tenant_id_output_id" ON "jobs" ("tenant_id", "output_id") WHERE (output_id IS NOT NULL);
-- Create index "job_tenant_id_snapshot_hash" to table: "jobs"
CREATE INDEX "job_tenant_id_snapshot_hash" ON "jobs" ("tenant_id", "snapshot_hash") WHERE ((status)::text = 'DONE'::text);
-- Create index "job_tenant_id_status" to table: "jobs"
CREATE INDEX "job_tenant_id_status" ON "jobs" ("tenant_id", "status") WHERE ((status)::text <> 'DONE'::text);
-- Create index "job_worker_id" to table: "jobs"
CREATE INDEX "job_worker_id" ON "jobs" ("worker_id") WHERE (worker_id IS NOT NULL);
