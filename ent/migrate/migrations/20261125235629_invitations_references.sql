-- What the ent schema cannot say. Names begin with x_, so that the differ leaves them alone.

ALTER TABLE "invitations" ADD CONSTRAINT "x_invitations_organisation" FOREIGN KEY ("tenant_id") REFERENCES "organisations" ("id");
ALTER TABLE "invitations" ADD CONSTRAINT "x_invitations_inviter" FOREIGN KEY ("tenant_id", "invited_by_id") REFERENCES "users" ("tenant_id", "id") ON DELETE CASCADE;
ALTER TABLE "invitations" ADD CONSTRAINT "x_invitations_user" FOREIGN KEY ("tenant_id", "user_id") REFERENCES "users" ("tenant_id", "id") ON DELETE CASCADE;
ALTER TABLE "invitations" ADD CONSTRAINT "x_invitations_hash" CHECK ("token_hash" ~ '^[0-9a-f]{64}$');
ALTER TABLE "invitations" ADD CONSTRAINT "x_invitations_email_lower" CHECK ("email" = lower("email"));
ALTER TABLE "invitations" ADD CONSTRAINT "x_invitations_purpose" CHECK ("purpose" = 'JOIN' OR "user_id" IS NOT NULL);
-- One way in for each email and each user is open at a time.
CREATE UNIQUE INDEX "x_invitations_open" ON "invitations" ("tenant_id", "email") WHERE "accepted_at" IS NULL AND "revoked_at" IS NULL;

ALTER TABLE "users" ADD CONSTRAINT "x_users_provider" CHECK (("provider_issuer" IS NULL) = ("provider_subject" IS NULL));

