-- What the ent schema cannot say of imports: see the first migration of this kind.

ALTER TABLE "customer_imports" ADD CONSTRAINT "x_customer_imports_organisation" FOREIGN KEY ("tenant_id") REFERENCES "organisations" ("id");
ALTER TABLE "customer_imports" ADD CONSTRAINT "x_customer_imports_file" FOREIGN KEY ("tenant_id", "file_id") REFERENCES "uploads" ("tenant_id", "id") ON DELETE SET NULL ("file_id");
ALTER TABLE "customer_imports" ADD CONSTRAINT "x_customer_imports_report" FOREIGN KEY ("tenant_id", "report_id") REFERENCES "uploads" ("tenant_id", "id") ON DELETE SET NULL ("report_id");
ALTER TABLE "customer_imports" ADD CONSTRAINT "x_customer_imports_creator" FOREIGN KEY ("tenant_id", "created_by") REFERENCES "users" ("tenant_id", "id") ON DELETE SET NULL ("created_by");
ALTER TABLE "customer_imports" ADD CONSTRAINT "x_customer_imports_status" CHECK ("status" IN ('QUEUED', 'RUNNING', 'DONE', 'ERROR', 'CANCELING', 'CANCELED'));
ALTER TABLE "customer_imports" ADD CONSTRAINT "x_customer_imports_error" CHECK (("status" = 'ERROR') = ("error_code" IS NOT NULL));
ALTER TABLE "customer_imports" ADD CONSTRAINT "x_customer_imports_finished" CHECK (("status" IN ('DONE', 'ERROR', 'CANCELED')) = ("finished_at" IS NOT NULL));

ALTER TABLE "uploads" DROP CONSTRAINT "x_uploads_kind";
ALTER TABLE "uploads" ADD CONSTRAINT "x_uploads_kind" CHECK ("kind" IN ('PDF', 'WORKBOOK', 'IMAGE', 'CSV'));
