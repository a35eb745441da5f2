-- What the ent schema cannot say. Names begin with x_, so that the differ leaves them alone.

ALTER TABLE "api_keys" ADD CONSTRAINT "x_api_keys_owner" FOREIGN KEY ("tenant_id", "user_id") REFERENCES "users" ("tenant_id", "id") ON DELETE CASCADE;
ALTER TABLE "api_keys" ADD CONSTRAINT "x_api_keys_scopes" CHECK (jsonb_typeof("scopes") = 'array' AND jsonb_array_length("scopes") > 0 AND "scopes" <@ '["READ", "GENERATE", "ADMIN"]');
ALTER TABLE "api_keys" ADD CONSTRAINT "x_api_keys_hash" CHECK ("key_hash" ~ '^[0-9a-f]{64}$');
