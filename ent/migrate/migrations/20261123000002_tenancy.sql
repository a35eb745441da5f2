-- What the ent schema cannot say. Names begin with x_, so that the differ leaves them alone.
-- Every foreign key is composite: a row of one tenant can never point at a row of another.

ALTER TABLE "users" ADD CONSTRAINT "x_users_organisation" FOREIGN KEY ("tenant_id") REFERENCES "organisations" ("id");
ALTER TABLE "users" ADD CONSTRAINT "x_users_email_lower" CHECK ("email" = lower("email"));
ALTER TABLE "users" ADD CONSTRAINT "x_users_role" CHECK ("role" IN ('ADMIN', 'STANDARD'));

ALTER TABLE "refresh_sessions" ADD CONSTRAINT "x_refresh_sessions_user" FOREIGN KEY ("tenant_id", "user_id") REFERENCES "users" ("tenant_id", "id") ON DELETE CASCADE;

ALTER TABLE "uploads" ADD CONSTRAINT "x_uploads_organisation" FOREIGN KEY ("tenant_id") REFERENCES "organisations" ("id");
ALTER TABLE "uploads" ADD CONSTRAINT "x_uploads_uploader" FOREIGN KEY ("tenant_id", "uploaded_by") REFERENCES "users" ("tenant_id", "id") ON DELETE SET NULL ("uploaded_by");
ALTER TABLE "uploads" ADD CONSTRAINT "x_uploads_kind" CHECK ("kind" IN ('PDF', 'WORKBOOK', 'IMAGE'));
ALTER TABLE "uploads" ADD CONSTRAINT "x_uploads_sha256" CHECK ("sha256" ~ '^[0-9a-f]{64}$');

ALTER TABLE "customers" ADD CONSTRAINT "x_customers_organisation" FOREIGN KEY ("tenant_id") REFERENCES "organisations" ("id");

ALTER TABLE "customer_attributes" ADD CONSTRAINT "x_customer_attributes_customer" FOREIGN KEY ("tenant_id", "customer_id") REFERENCES "customers" ("tenant_id", "id") ON DELETE CASCADE;
ALTER TABLE "customer_attributes" ADD CONSTRAINT "x_customer_attributes_image" FOREIGN KEY ("tenant_id", "upload_id") REFERENCES "uploads" ("tenant_id", "id");
ALTER TABLE "customer_attributes" ADD CONSTRAINT "x_customer_attributes_period" CHECK ("year" BETWEEN 0 AND 9999 AND "quarter" BETWEEN 0 AND 4 AND ("year" > 0 OR "quarter" = 0));
ALTER TABLE "customer_attributes" ADD CONSTRAINT "x_customer_attributes_value" CHECK ("upload_id" IS NULL OR "value" = '');

ALTER TABLE "books" ADD CONSTRAINT "x_books_organisation" FOREIGN KEY ("tenant_id") REFERENCES "organisations" ("id");

ALTER TABLE "pages" ADD CONSTRAINT "x_pages_book" FOREIGN KEY ("tenant_id", "book_id") REFERENCES "books" ("tenant_id", "id") ON DELETE CASCADE;
ALTER TABLE "pages" ADD CONSTRAINT "x_pages_upload" FOREIGN KEY ("tenant_id", "upload_id") REFERENCES "uploads" ("tenant_id", "id");
ALTER TABLE "pages" ADD CONSTRAINT "x_pages_position" UNIQUE ("book_id", "position") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "pages" ADD CONSTRAINT "x_pages_kind" CHECK ("kind" IN ('STATIC', 'PDF_FORM', 'CHOOSABLE', 'EXCEL'));
ALTER TABLE "pages" ADD CONSTRAINT "x_pages_source" CHECK (CASE "kind" WHEN 'EXCEL' THEN "upload_id" IS NULL WHEN 'CHOOSABLE' THEN true ELSE "upload_id" IS NOT NULL END);

ALTER TABLE "page_conditions" ADD CONSTRAINT "x_page_conditions_page" FOREIGN KEY ("tenant_id", "page_id") REFERENCES "pages" ("tenant_id", "id") ON DELETE CASCADE;
ALTER TABLE "page_conditions" ADD CONSTRAINT "x_page_conditions_target" FOREIGN KEY ("tenant_id", "target_upload_id") REFERENCES "uploads" ("tenant_id", "id");

ALTER TABLE "jobs" ADD CONSTRAINT "x_jobs_organisation" FOREIGN KEY ("tenant_id") REFERENCES "organisations" ("id");
ALTER TABLE "jobs" ADD CONSTRAINT "x_jobs_book" FOREIGN KEY ("tenant_id", "book_id") REFERENCES "books" ("tenant_id", "id") ON DELETE SET NULL ("book_id");
ALTER TABLE "jobs" ADD CONSTRAINT "x_jobs_customer" FOREIGN KEY ("tenant_id", "customer_id") REFERENCES "customers" ("tenant_id", "id") ON DELETE SET NULL ("customer_id");
ALTER TABLE "jobs" ADD CONSTRAINT "x_jobs_spreadsheet" FOREIGN KEY ("tenant_id", "spreadsheet_id") REFERENCES "uploads" ("tenant_id", "id") ON DELETE SET NULL ("spreadsheet_id");
ALTER TABLE "jobs" ADD CONSTRAINT "x_jobs_output" FOREIGN KEY ("tenant_id", "output_id") REFERENCES "uploads" ("tenant_id", "id") ON DELETE SET NULL ("output_id");
ALTER TABLE "jobs" ADD CONSTRAINT "x_jobs_creator" FOREIGN KEY ("tenant_id", "created_by") REFERENCES "users" ("tenant_id", "id") ON DELETE SET NULL ("created_by");
ALTER TABLE "jobs" ADD CONSTRAINT "x_jobs_status" CHECK ("status" IN ('QUEUED', 'RUNNING', 'DONE', 'ERROR', 'CANCELING', 'CANCELED'));
ALTER TABLE "jobs" ADD CONSTRAINT "x_jobs_quarter" CHECK ("quarter" BETWEEN 1 AND 4);
ALTER TABLE "jobs" ADD CONSTRAINT "x_jobs_error" CHECK (("status" = 'ERROR') = ("error_code" IS NOT NULL));
