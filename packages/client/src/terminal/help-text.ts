/** What `parley help` says, in rows of 80 at most. */
export const helpText = `parley: Parley in a terminal

  parley sign-in [NAME]           asks for the password; without a terminal
                                  it is read from stdin
  parley sign-out [--forget]      ends the session; --forget also deletes
                                  unsent messages
  parley rooms [--public] [TEXT]  your rooms, or public ones to join
  parley join ROOM
  parley chat ROOM                talk; without a terminal it prints messages
                                  and sends the lines that it reads
  parley send ROOM [TEXT]         without TEXT what it reads:
                                  echo hi | parley send ROOM
    --lines                       each line by itself
    --wait SECONDS                how long to wait until it is sent (60)
  parley history ROOM [--limit N] [--before SEQ]
  parley demo ROOM [--rate R] [--count N]
                                  sends N messages, R a second, as fast as
                                  the throttle lets it

ROOM is a room's name or id, or @username for the conversation of two.

  --url URL   the service; else PARLEY_URL, the one last signed in to,
              or http://localhost:3000
  --json      JSON for scripts: one value for each line
  --help

PARLEY_TOKEN is used instead of the kept session. NO_COLOR is respected. The
session is kept in $XDG_CONFIG_HOME/parley (~/.config/parley), unsent messages
in $XDG_STATE_HOME/parley (~/.local/state/parley); both can be read by you alone.

Exit codes: 0 done, 1 refused, 2 wrong usage, 3 not signed in, 4 no answer (an
unsent message is kept and goes out with a later run), 130 interrupted.
`;
