/** What the log keeps of an error. */
export interface ErrorDescription {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: ErrorDescription;
}

const causesMax = 5;
const messageCharsMax = 1_000;

/**
 * Describes an error for the log: name, message, code, stack and causes, and nothing else.
 *
 * Drivers hang what they were given on their errors: a failed query carries its parameters (in its message
 * too), a Redis reply its command's arguments, a database error the row in question. All of that may be a
 * message's text or a credential, so it is left out.
 */
export function describeError(thrown: unknown, depth = 0): ErrorDescription {
  if (!(thrown instanceof Error))
    return { name: typeof thrown, message: "Something that is no error was thrown." };
  const message = withoutParameters(thrown.message);
  const frames = (thrown.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  const code = "code" in thrown && typeof thrown.code === "string" ? thrown.code : undefined;
  return {
    name: thrown.name,
    message,
    ...(code !== undefined && { code }),
    ...(frames.length > 0 && { stack: frames.join("\n") }),
    ...(thrown.cause !== undefined && depth < causesMax && { cause: describeError(thrown.cause, depth + 1) }),
  };
}

/** Drizzle writes `Failed query: … params: …` with everything that was bound. */
function withoutParameters(message: string): string {
  const bound = message.search(/\s*params: /);
  return (bound === -1 ? message : message.slice(0, bound)).slice(0, messageCharsMax);
}
