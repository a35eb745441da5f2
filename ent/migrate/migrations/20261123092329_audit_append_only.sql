-- What the ent schema cannot say. Names begin with x_, so that the differ leaves them alone.

ALTER TABLE "audit_events" ADD CONSTRAINT "x_audit_events_organisation" FOREIGN KEY ("tenant_id") REFERENCES "organisations" ("id");

-- Events are added and never changed. Whoever removes old ones says in quire.audit_keep, an
-- interval, how long they are kept; younger ones stay, and a month is the least.
CREATE FUNCTION "x_audit_events_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	keep text := current_setting('quire.audit_keep', true);
BEGIN
	IF TG_OP = 'DELETE' AND keep <> '' AND OLD.created_at < now() - greatest(keep::interval, interval '30 days') THEN
		RETURN OLD;
	END IF;
	RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER "x_audit_events_rows" BEFORE UPDATE OR DELETE ON "audit_events" FOR EACH ROW EXECUTE FUNCTION "x_audit_events_append_only"();
CREATE TRIGGER "x_audit_events_table" BEFORE TRUNCATE ON "audit_events" FOR EACH STATEMENT EXECUTE FUNCTION "x_audit_events_append_only"();
