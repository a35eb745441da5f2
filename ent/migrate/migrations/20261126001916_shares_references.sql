-- What the ent schema cannot say of shares: see the first migration of this kind.

ALTER TABLE "work_shares" ADD CONSTRAINT "x_work_shares_organisation" FOREIGN KEY ("tenant_id") REFERENCES "organisations" ("id");
ALTER TABLE "work_shares" ADD CONSTRAINT "x_work_shares_weight" CHECK ("weight" > 0 AND "most" >= 0);

-- What an organisation's last minute brought.
CREATE INDEX "x_jobs_finished" ON "jobs" ("tenant_id", "finished_at") WHERE "finished_at" IS NOT NULL;
