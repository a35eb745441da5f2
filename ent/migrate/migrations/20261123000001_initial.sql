-- Create "books" table
CREATE TABLE "books" ("id" character varying NOT NULL, "tenant_id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "name" character varying NOT NULL, "description" character varying NOT NULL DEFAULT '', "cover" boolean NOT NULL DEFAULT true, "logo_attribute" character varying NOT NULL DEFAULT 'Logo', "paper" character varying NOT NULL DEFAULT 'LETTER', PRIMARY KEY ("id"));
-- Create index "book_tenant_id_id" to table: "books"
CREATE UNIQUE INDEX "book_tenant_id_id" ON "books" ("tenant_id", "id");
-- Create index "book_tenant_id_name" to table: "books"
CREATE UNIQUE INDEX "book_tenant_id_name" ON "books" ("tenant_id", "name");
-- Create "customers" table
CREATE TABLE "customers" ("id" character varying NOT NULL, "tenant_id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "name" character varying NOT NULL, PRIMARY KEY ("id"));
-- Create index "customer_tenant_id_id" to table: "customers"
CREATE UNIQUE INDEX "customer_tenant_id_id" ON "customers" ("tenant_id", "id");
-- Create index "customer_tenant_id_name" to table: "customers"
CREATE INDEX "customer_tenant_id_name" ON "customers" ("tenant_id", "name");
-- Create "customer_attributes" table
CREATE TABLE "customer_attributes" ("id" character varying NOT NULL, "tenant_id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "key" character varying NOT NULL, "value" character varying NOT NULL, "year" bigint NOT NULL DEFAULT 0, "quarter" bigint NOT NULL DEFAULT 0, "customer_id" character varying NOT NULL, "upload_id" character varying NULL, PRIMARY KEY ("id"));
-- Create index "customerattribute_customer_id_key_year_quarter" to table: "customer_attributes"
CREATE UNIQUE INDEX "customerattribute_customer_id_key_year_quarter" ON "customer_attributes" ("customer_id", "key", "year", "quarter");
-- Create index "customerattribute_tenant_id_customer_id_year_quarter" to table: "customer_attributes"
CREATE INDEX "customerattribute_tenant_id_customer_id_year_quarter" ON "customer_attributes" ("tenant_id", "customer_id", "year", "quarter");
-- Create index "customerattribute_tenant_id_id" to table: "customer_attributes"
CREATE UNIQUE INDEX "customerattribute_tenant_id_id" ON "customer_attributes" ("tenant_id", "id");
-- Create index "customerattribute_tenant_id_upload_id" to table: "customer_attributes"
CREATE INDEX "customerattribute_tenant_id_upload_id" ON "customer_attributes" ("tenant_id", "upload_id");
-- Create "jobs" table
CREATE TABLE "jobs" ("id" character varying NOT NULL, "tenant_id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "type" character varying NOT NULL, "status" character varying NOT NULL DEFAULT 'QUEUED', "year" bigint NOT NULL, "quarter" bigint NOT NULL, "input_json" jsonb NOT NULL, "warnings_json" jsonb NULL, "stage" character varying NOT NULL DEFAULT '', "pages_done" bigint NOT NULL DEFAULT 0, "pages_total" bigint NOT NULL DEFAULT 0, "sequence" bigint NOT NULL DEFAULT 1, "attempts" bigint NOT NULL DEFAULT 0, "worker_id" character varying NULL, "error_code" character varying NULL, "error_message" text NULL, "request_id" character varying NOT NULL DEFAULT '', "river_job_id" bigint NULL, "started_at" timestamptz NULL, "finished_at" timestamptz NULL, "book_id" character varying NULL, "customer_id" character varying NULL, "spreadsheet_id" character varying NULL, "output_id" character varying NULL, "created_by" character varying NULL, PRIMARY KEY ("id"));
-- Create index "job_tenant_id_book_id" to table: "jobs"
CREATE INDEX "job_tenant_id_book_id" ON "jobs" ("tenant_id", "book_id");
-- Create index "job_tenant_id_created_at" to table: "jobs"
CREATE INDEX "job_tenant_id_created_at" ON "jobs" ("tenant_id", "created_at");
-- Create index "job_tenant_id_customer_id" to table: "jobs"
CREATE INDEX "job_tenant_id_customer_id" ON "jobs" ("tenant_id", "customer_id");
-- Create index "job_tenant_id_id" to table: "jobs"
CREATE UNIQUE INDEX "job_tenant_id_id" ON "jobs" ("tenant_id", "id");
-- Create index "job_tenant_id_output_id" to table: "jobs"
CREATE INDEX "job_tenant_id_output_id" ON "jobs" ("tenant_id", "output_id");
-- Create index "job_tenant_id_spreadsheet_id" to table: "jobs"
CREATE INDEX "job_tenant_id_spreadsheet_id" ON "jobs" ("tenant_id", "spreadsheet_id");
-- Create index "job_tenant_id_status" to table: "jobs"
CREATE INDEX "job_tenant_id_status" ON "jobs" ("tenant_id", "status");
-- Create index "job_worker_id" to table: "jobs"
CREATE INDEX "job_worker_id" ON "jobs" ("worker_id");
-- Create "organisations" table
CREATE TABLE "organisations" ("id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "name" character varying NOT NULL, PRIMARY KEY ("id"));
-- Create index "organisations_name_key" to table: "organisations"
CREATE UNIQUE INDEX "organisations_name_key" ON "organisations" ("name");
-- Create "pages" table
CREATE TABLE "pages" ("id" character varying NOT NULL, "tenant_id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "kind" character varying NOT NULL, "title" character varying NOT NULL DEFAULT '', "position" bigint NOT NULL, "config_json" jsonb NOT NULL, "book_id" character varying NOT NULL, "upload_id" character varying NULL, PRIMARY KEY ("id"));
-- Create index "page_tenant_id_book_id" to table: "pages"
CREATE INDEX "page_tenant_id_book_id" ON "pages" ("tenant_id", "book_id");
-- Create index "page_tenant_id_id" to table: "pages"
CREATE UNIQUE INDEX "page_tenant_id_id" ON "pages" ("tenant_id", "id");
-- Create index "page_tenant_id_upload_id" to table: "pages"
CREATE INDEX "page_tenant_id_upload_id" ON "pages" ("tenant_id", "upload_id");
-- Create "page_conditions" table
CREATE TABLE "page_conditions" ("id" character varying NOT NULL, "tenant_id" character varying NOT NULL, "position" bigint NOT NULL, "attribute_key" character varying NOT NULL, "operator" character varying NOT NULL, "value" character varying NOT NULL DEFAULT '', "page_id" character varying NOT NULL, "target_upload_id" character varying NOT NULL, PRIMARY KEY ("id"));
-- Create index "pagecondition_page_id_position" to table: "page_conditions"
CREATE UNIQUE INDEX "pagecondition_page_id_position" ON "page_conditions" ("page_id", "position");
-- Create index "pagecondition_tenant_id_id" to table: "page_conditions"
CREATE UNIQUE INDEX "pagecondition_tenant_id_id" ON "page_conditions" ("tenant_id", "id");
-- Create index "pagecondition_tenant_id_page_id" to table: "page_conditions"
CREATE INDEX "pagecondition_tenant_id_page_id" ON "page_conditions" ("tenant_id", "page_id");
-- Create index "pagecondition_tenant_id_target_upload_id" to table: "page_conditions"
CREATE INDEX "pagecondition_tenant_id_target_upload_id" ON "page_conditions" ("tenant_id", "target_upload_id");
-- Create "refresh_sessions" table
CREATE TABLE "refresh_sessions" ("id" character varying NOT NULL, "tenant_id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "family" character varying NOT NULL, "token_hash" character varying NOT NULL, "expires_at" timestamptz NOT NULL, "used_at" timestamptz NULL, "revoked_at" timestamptz NULL, "user_id" character varying NOT NULL, PRIMARY KEY ("id"));
-- Create index "refresh_sessions_token_hash_key" to table: "refresh_sessions"
CREATE UNIQUE INDEX "refresh_sessions_token_hash_key" ON "refresh_sessions" ("token_hash");
-- Create index "refreshsession_expires_at" to table: "refresh_sessions"
CREATE INDEX "refreshsession_expires_at" ON "refresh_sessions" ("expires_at");
-- Create index "refreshsession_family" to table: "refresh_sessions"
CREATE INDEX "refreshsession_family" ON "refresh_sessions" ("family");
-- Create index "refreshsession_tenant_id_id" to table: "refresh_sessions"
CREATE UNIQUE INDEX "refreshsession_tenant_id_id" ON "refresh_sessions" ("tenant_id", "id");
-- Create index "refreshsession_tenant_id_user_id" to table: "refresh_sessions"
CREATE INDEX "refreshsession_tenant_id_user_id" ON "refresh_sessions" ("tenant_id", "user_id");
-- Create "uploads" table
CREATE TABLE "uploads" ("id" character varying NOT NULL, "tenant_id" character varying NOT NULL, "storage_key" character varying NOT NULL, "name" character varying NOT NULL, "kind" character varying NOT NULL, "origin" character varying NOT NULL DEFAULT 'UPLOADED', "media_type" character varying NOT NULL, "size" bigint NOT NULL, "sha256" character varying NOT NULL, "uploaded_at" timestamptz NOT NULL, "uploaded_by" character varying NULL, PRIMARY KEY ("id"));
-- Create index "upload_storage_key" to table: "uploads"
CREATE INDEX "upload_storage_key" ON "uploads" ("storage_key");
-- Create index "upload_tenant_id_id" to table: "uploads"
CREATE UNIQUE INDEX "upload_tenant_id_id" ON "uploads" ("tenant_id", "id");
-- Create index "upload_tenant_id_kind_origin" to table: "uploads"
CREATE INDEX "upload_tenant_id_kind_origin" ON "uploads" ("tenant_id", "kind", "origin");
-- Create index "upload_tenant_id_sha256" to table: "uploads"
CREATE INDEX "upload_tenant_id_sha256" ON "uploads" ("tenant_id", "sha256");
-- Create index "upload_tenant_id_uploaded_at" to table: "uploads"
CREATE INDEX "upload_tenant_id_uploaded_at" ON "uploads" ("tenant_id", "uploaded_at");
-- Create "users" table
CREATE TABLE "users" ("id" character varying NOT NULL, "tenant_id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "email" character varying NOT NULL, "name" character varying NOT NULL DEFAULT '', "role" character varying NOT NULL DEFAULT 'STANDARD', "operator" boolean NOT NULL DEFAULT false, "password_hash" character varying NOT NULL, "disabled_at" timestamptz NULL, PRIMARY KEY ("id"));
-- Create index "user_tenant_id_id" to table: "users"
CREATE UNIQUE INDEX "user_tenant_id_id" ON "users" ("tenant_id", "id");
-- Create index "users_email_key" to table: "users"
CREATE UNIQUE INDEX "users_email_key" ON "users" ("email");
-- Create "worker_processes" table
CREATE TABLE "worker_processes" ("id" character varying NOT NULL, "host" character varying NOT NULL, "pid" bigint NOT NULL, "started_at" timestamptz NOT NULL, "seen_at" timestamptz NOT NULL, PRIMARY KEY ("id"));
-- Create index "workerprocess_seen_at" to table: "worker_processes"
CREATE INDEX "workerprocess_seen_at" ON "worker_processes" ("seen_at");
