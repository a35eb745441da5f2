-- What the ent schema cannot say of keys: see the first migration of this kind.

ALTER TABLE "api_keys" DROP CONSTRAINT "x_api_keys_scopes";
ALTER TABLE "api_keys" ADD CONSTRAINT "x_api_keys_scopes" CHECK (jsonb_typeof("scopes") = 'array' AND jsonb_array_length("scopes") > 0 AND "scopes" <@ '["READ", "GENERATE", "ADMIN", "USERS"]');
