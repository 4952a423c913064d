import { createServer } from "node:net";

/** The one address that every server of the offline cloud listens on; browsers also get `::1`. */
export const loopback = "127.0.0.1";

/** A port on loopback that was free a moment ago, for a server that must be told its port beforehand. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, loopback, resolve);
  });
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === "string") throw new Error("No free port was found on loopback.");
  return address.port;
}
