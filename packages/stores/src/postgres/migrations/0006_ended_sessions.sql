CREATE TABLE "ended_sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"ended_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);

--> statement-breakpoint
-- What ends a session may die before it has closed the session's connections: this is found by the sweep.
CREATE FUNCTION note_ended_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO ended_sessions (id, user_id) VALUES (OLD.id, to_jsonb(OLD) ->> TG_ARGV[0]) ON CONFLICT DO NOTHING;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER sessions_ended AFTER DELETE ON sessions FOR EACH ROW
WHEN (OLD.expires_at > now()) EXECUTE FUNCTION note_ended_session('user_id');
--> statement-breakpoint
CREATE TRIGGER bot_tokens_ended AFTER DELETE ON bot_tokens FOR EACH ROW
EXECUTE FUNCTION note_ended_session('bot_id');
