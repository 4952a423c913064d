import { randomBytes } from "node:crypto";

/** An id as API Gateway makes them, such as `L0SM9cOFvHcCIhw=`: its padding must be encoded in a URL. */
export function createConnectionId(): string {
  return `${randomBytes(11).toString("base64url")}=`;
}

/** Whether API Gateway could have made this id: it answers 400 to others and 410 to one that is gone. */
export function isConnectionId(text: string): boolean {
  return /^[A-Za-z0-9_-]{15}=$/.test(text);
}
