import { connect, createServer, type Socket } from "node:net";
import type { BrowserContext } from "@playwright/test";

/**
 * The network between one browser and the service: a SOCKS proxy for its sockets, and its calls of the API.
 *
 * While it is cut nothing comes through and nobody is told, as when a cable is pulled: sockets stay open and
 * silent. The page itself still loads, as from a cache. After it is mended the sockets from before are gone.
 */
export interface Network {
  /** For `proxy` in a browser context's options. */
  readonly proxy: { readonly server: string; readonly bypass: string };
  /** Has the context's calls of the API share the sockets' fate. */
  govern(context: BrowserContext): Promise<void>;
  cut(): void;
  /** What the service says does not arrive any more; what the browser says does. */
  deafen(): void;
  /** Cuts it so that everybody notices: sockets end, and calls fail. */
  tear(): void;
  mend(): void;
  /** Delays whatever comes and goes; 0 ends it. */
  slowDown(delayMs: number): void;
  /** How often the page asked for a ticket to connect with, while the network was cut as well. */
  readonly attempts: number;
  close(): Promise<void>;
}

/** Watches the sockets to `port`; others (the page's own) go through untouched. */
export async function startNetwork(port: number): Promise<Network> {
  let isCut = false;
  let delayMs = 0;
  let attempts = 0;
  const tunnels = new Set<Tunnel>();
  const server = createServer((client) => {
    client.on("error", () => client.destroy());
    client.once("data", () => {
      // No authentication; then one request, which names the target: address type 1 is IPv4, 3 a name.
      client.write(Uint8Array.of(5, 0));
      client.once("data", (request: Buffer) => {
        const target = readTarget(request);
        client.write(Uint8Array.of(5, 0, 0, 1, 0, 0, 0, 0, 0, 0));
        const tunnel = openTunnel(client, target, () => delayMs);
        if (target.port !== port) return;
        tunnels.add(tunnel);
        client.once("close", () => tunnels.delete(tunnel));
        if (isCut) tunnel.freeze();
      });
    });
  });
  const endAll = () => {
    for (const tunnel of tunnels) tunnel.end();
  };
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The proxy has no port.");
  return {
    proxy: { server: `socks5://127.0.0.1:${address.port}`, bypass: "<-loopback>" },
    get attempts() {
      return attempts;
    },
    govern: async (context) => {
      await context.route("**/api/**", async (route) => {
        if (route.request().url().endsWith("/ws-ticket")) attempts += 1;
        if (delayMs > 0) await pause(2 * delayMs);
        await (isCut ? route.abort("internetdisconnected") : route.continue());
      });
    },
    cut: () => {
      isCut = true;
      for (const tunnel of tunnels) tunnel.freeze();
    },
    deafen: () => {
      for (const tunnel of tunnels) tunnel.deafen();
    },
    tear: () => {
      isCut = true;
      endAll();
    },
    mend: () => {
      isCut = false;
      endAll();
    },
    slowDown: (ms) => {
      delayMs = ms;
    },
    close: async () => {
      endAll();
      server.close();
    },
  };
}

interface Tunnel {
  /** Holds back everything, in both directions. */
  freeze(): void;
  /** Holds back what comes from the service. */
  deafen(): void;
  end(): void;
}

function openTunnel(client: Socket, target: Target, delayMs: () => number): Tunnel {
  const service = connect(target);
  const ends = [client, service] as const;
  const end = () => {
    for (const socket of ends) socket.destroy();
  };
  for (const [from, to] of [
    [client, service],
    [service, client],
  ] as const) {
    from.on("error", end);
    from.on("close", end);
    // Timers of one length end in the order in which they began: bytes do not overtake each other.
    from.on("data", (bytes) => {
      if (delayMs() > 0) setTimeout(() => to.write(bytes), delayMs());
      else to.write(bytes);
    });
  }
  return {
    freeze: () => {
      for (const socket of ends) socket.pause();
    },
    deafen: () => {
      service.pause();
    },
    end,
  };
}

interface Target {
  readonly host: string;
  readonly port: number;
}

function readTarget(request: Buffer): Target {
  const isName = request[3] === 3;
  const length = isName ? (request[4] ?? 0) : 4;
  const from = isName ? 5 : 4;
  const address = request.subarray(from, from + length);
  return {
    host: isName ? address.toString() : [...address].join("."),
    port: request.readUInt16BE(from + length),
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
