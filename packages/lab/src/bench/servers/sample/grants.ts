import type { CloudOptions } from "@parley/local/cloud";

const posts = ["execute-api:ManageConnections"];

/** What the sample's functions do, which is not what Parley's may. */
export const sampleGrants: NonNullable<CloudOptions["grants"]> = {
  connect: [{ on: "connections", actions: ["dynamodb:PutItem"] }],
  message: [
    { on: "connections", actions: ["dynamodb:Scan", "dynamodb:DeleteItem"] },
    { on: "sockets/POST", actions: posts },
  ],
  disconnect: [{ on: "connections", actions: ["dynamodb:DeleteItem"] }],
};
