import { testSessionGate } from "@parley/chat/connection/session-gate.contract";
import { RedisSessionGate } from "./redis-session-gate.ts";
import { openServers } from "./testing/open-servers.ts";

for (const { name, redis } of openServers()) {
  testSessionGate(`RedisSessionGate on ${name}`, new RedisSessionGate(redis));
}
