import { ClientFrame, ServerFrame } from "@parley/protocol";
import { protocolVersion } from "@parley/protocol/version";
import type * as z from "zod";
import { render } from "./build-openapi.ts";

type Json = Readonly<Record<string, unknown>>;

/** The WebSocket's document (AsyncAPI 3), made of the schemas of its frames. */
export function buildAsyncApi(websocketUrl: string): Json {
  const sent = byName(ClientFrame.options, "action");
  const received = byName(ServerFrame.options, "type");
  const { host, pathname, protocol } = new URL(websocketUrl);
  return {
    asyncapi: "3.0.0",
    info: {
      title: "Parley",
      version: String(protocolVersion),
      description:
        "What is live. A ticket of POST /ws-ticket, as the query parameter `ticket`, admits a socket.",
    },
    servers: { live: { host, pathname, protocol: protocol.replace(":", "") } },
    channels: {
      socket: {
        address: null,
        messages: Object.fromEntries(
          [...Object.keys(sent), ...Object.keys(received)].map((name) => [name, ref("messages", name)]),
        ),
      },
    },
    operations: {
      send: operation("send", Object.keys(sent)),
      receive: operation("receive", Object.keys(received)),
    },
    components: {
      messages: Object.fromEntries(
        [...Object.keys(sent), ...Object.keys(received)].map((name) => [
          name,
          { name, contentType: "application/json", payload: ref("schemas", name) },
        ]),
      ),
      schemas: { ...render(sent, "input"), ...render(received, "output") },
    },
  };
}

function operation(action: "send" | "receive", names: readonly string[]): Json {
  return {
    action,
    channel: { $ref: "#/channels/socket" },
    messages: names.map((name) => ({ $ref: `#/channels/socket/messages/${name}` })),
  };
}

function ref(kind: "messages" | "schemas", name: string): Json {
  return { $ref: `#/components/${kind}/${name}` };
}

/** A frame goes by what tells it apart; one schema may serve several. */
function byName(frames: readonly z.ZodObject[], key: "action" | "type"): Record<string, z.ZodType> {
  return Object.fromEntries(
    frames.map((frame) => {
      const values = [...((frame.shape[key] as z.ZodType)._zod.values ?? [])].map(String);
      return [`${key === "action" ? "send" : "receive"}.${values.join("_")}`, frame];
    }),
  );
}
