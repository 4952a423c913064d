-- Who is shut out takes their bots along, whose tokens stay for the day that it is taken back.
CREATE FUNCTION note_banned_bots() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO ended_sessions (id, user_id)
  SELECT b.id, b.id FROM users b
  WHERE b.kind = 'bot' AND b.deleted_at IS NULL AND (b.id = NEW.id OR b.owner_id = NEW.id)
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER users_banned AFTER UPDATE OF banned_at ON users FOR EACH ROW
WHEN (OLD.banned_at IS NULL AND NEW.banned_at IS NOT NULL) EXECUTE FUNCTION note_banned_bots();
