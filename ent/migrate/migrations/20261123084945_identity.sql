-- Modify "refresh_sessions" table
ALTER TABLE "refresh_sessions" ADD COLUMN "started_at" timestamptz NULL, ADD COLUMN "address" character varying NOT NULL DEFAULT '', ADD COLUMN "user_agent" character varying NOT NULL DEFAULT '';
-- Sessions that there are began with their chain's first token, as far as it is kept
UPDATE "refresh_sessions" AS "r" SET "started_at" = (SELECT min("f"."created_at") FROM "refresh_sessions" AS "f" WHERE "f"."family" = "r"."family");
ALTER TABLE "refresh_sessions" ALTER COLUMN "started_at" SET NOT NULL;
-- Create "api_keys" table
CREATE TABLE "api_keys" ("id" character varying NOT NULL, "tenant_id" character varying NOT NULL, "created_at" timestamptz NOT NULL, "name" character varying NOT NULL, "prefix" character varying NOT NULL, "key_hash" character varying NOT NULL, "scopes" jsonb NOT NULL, "last_used_at" timestamptz NULL, "expires_at" timestamptz NULL, "revoked_at" timestamptz NULL, "user_id" character varying NOT NULL, PRIMARY KEY ("id"));
-- Create index "api_keys_key_hash_key" to table: "api_keys"
CREATE UNIQUE INDEX "api_keys_key_hash_key" ON "api_keys" ("key_hash");
-- Create index "apikey_tenant_id_created_at" to table: "api_keys"
CREATE INDEX "apikey_tenant_id_created_at" ON "api_keys" ("tenant_id", "created_at");
-- Create index "apikey_tenant_id_id" to table: "api_keys"
CREATE UNIQUE INDEX "apikey_tenant_id_id" ON "api_keys" ("tenant_id", "id");
-- Create index "apikey_tenant_id_user_id" to table: "api_keys"
CREATE INDEX "apikey_tenant_id_user_id" ON "api_keys" ("tenant_id", "user_id");
-- Create "sign_in_throttles" table
CREATE TABLE "sign_in_throttles" ("id" character varying NOT NULL, "spent_until" timestamptz NOT NULL, PRIMARY KEY ("id"));
-- Create index "signinthrottle_spent_until" to table: "sign_in_throttles"
CREATE INDEX "signinthrottle_spent_until" ON "sign_in_throttles" ("spent_until");
