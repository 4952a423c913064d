import { CommandFailure, exitCodes } from "./command-failure.ts";

/**
 * The origin of a service from what was given: a page's address, or the API's.
 *
 * @throws {CommandFailure} for what is no address, and for one that would carry a password through the open.
 */
export function serviceUrl(given: string): string {
  const url = URL.parse(given.includes("://") ? given : `https://${given}`);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new CommandFailure(exitCodes.usage, `"${given}" is not the address of a service.`);
  }
  const isHere = /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol === "http:" && !isHere) {
    throw new CommandFailure(exitCodes.usage, "Over http:// a password can be read by others: use https://.");
  }
  return url.origin;
}
