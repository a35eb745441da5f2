-- Modify "users" table
ALTER TABLE "users" ALTER COLUMN "password_hash" SET DEFAULT '', ADD COLUMN "provider_issuer" character varying NULL, ADD COLUMN "provider_subject" character varying NULL;
-- Create index "user_provider_issuer_provider_subject" to table: "users"
CREATE UNIQUE INDEX "user_provider_issuer_provider_subject" ON "users" ("provider_issuer", "provider_subject");
-- Create "invitations" table
CREATE TABLE "invitations" ("id" character varying NOT NULL, "tenant_id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "purpose" character varying NOT NULL, "email" character varying NOT NULL, "name" character varying NOT NULL DEFAULT '', "role" character varying NOT NULL, "token_hash" character varying NOT NULL, "expires_at" timestamptz NOT NULL, "accepted_at" timestamptz NULL, "revoked_at" timestamptz NULL, "invited_by_id" character varying NOT NULL, "user_id" character varying NULL, PRIMARY KEY ("id"));
-- Create index "invitation_email" to table: "invitations"
CREATE INDEX "invitation_email" ON "invitations" ("email");
-- Create index "invitation_tenant_id_created_at" to table: "invitations"
CREATE INDEX "invitation_tenant_id_created_at" ON "invitations" ("tenant_id", "created_at");
-- Create index "invitation_tenant_id_id" to table: "invitations"
CREATE UNIQUE INDEX "invitation_tenant_id_id" ON "invitations" ("tenant_id", "id");
-- Create index "invitations_token_hash_key" to table: "invitations"
CREATE UNIQUE INDEX "invitations_token_hash_key" ON "invitations" ("token_hash");
-- Create "provider_sign_ins" table
CREATE TABLE "provider_sign_ins" ("id" character varying NOT NULL, "challenge" character varying NOT NULL, "nonce" character varying NOT NULL DEFAULT '', "verifier" character varying NOT NULL DEFAULT '', "user_id" character varying NULL, "expires_at" timestamptz NOT NULL, PRIMARY KEY ("id"));
-- Create index "providersignin_expires_at" to table: "provider_sign_ins"
CREATE INDEX "providersignin_expires_at" ON "provider_sign_ins" ("expires_at");
