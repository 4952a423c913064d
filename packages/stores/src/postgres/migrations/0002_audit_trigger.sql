-- What changes who is in a room, what it is, or what another has said, is entered in the statement that commits it.
CREATE FUNCTION audit_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.kind = 'message.deleted' AND EXISTS (
    SELECT FROM messages m
    WHERE m.room_id = NEW.room_id AND m.id = NEW.body ->> 'messageId' AND m.user_id = NEW.user_id
  ) THEN
    RETURN NULL;
  END IF;
  INSERT INTO audit_entries (at, actor, action, room_id, target, details)
  VALUES (
    NEW.at, NEW.user_id, NEW.kind, NEW.room_id,
    coalesce(NEW.body ->> 'userId', NEW.body ->> 'messageId'),
    jsonb_strip_nulls(jsonb_build_object(
      'seq', NEW.seq, 'role', NEW.body -> 'role', 'reason', NEW.body -> 'reason',
      'mutedUntil', NEW.body -> 'mutedUntil', 'facts', NEW.body -> 'facts'))
  );
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER events_audit AFTER INSERT ON events FOR EACH ROW
WHEN (NEW.kind IN ('member.joined', 'member.left', 'member.role', 'room.updated', 'message.deleted'))
EXECUTE FUNCTION audit_event();
