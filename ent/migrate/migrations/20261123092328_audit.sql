-- Create "audit_events" table
CREATE TABLE "audit_events" ("id" character varying NOT NULL, "tenant_id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "action" character varying NOT NULL, "target_id" character varying NOT NULL, "changes" jsonb NULL, "api_key_id" character varying NULL, "address" character varying NOT NULL DEFAULT '', "request_id" character varying NOT NULL DEFAULT '', "actor_id" character varying NULL, PRIMARY KEY ("id"));
-- Create index "auditevent_created_at" to table: "audit_events"
CREATE INDEX "auditevent_created_at" ON "audit_events" ("created_at");
-- Create index "auditevent_tenant_id_actor_id_created_at" to table: "audit_events"
CREATE INDEX "auditevent_tenant_id_actor_id_created_at" ON "audit_events" ("tenant_id", "actor_id", "created_at");
-- Create index "auditevent_tenant_id_created_at" to table: "audit_events"
CREATE INDEX "auditevent_tenant_id_created_at" ON "audit_events" ("tenant_id", "created_at");
-- Create index "auditevent_tenant_id_id" to table: "audit_events"
CREATE UNIQUE INDEX "auditevent_tenant_id_id" ON "audit_events" ("tenant_id", "id");
-- Create index "auditevent_tenant_id_target_id_created_at" to table: "audit_events"
CREATE INDEX "auditevent_tenant_id_target_id_created_at" ON "audit_events" ("tenant_id", "target_id", "created_at");
