import { call, callAgain, type HttpDeps, type HttpRequest } from "./request.ts";

/** A call's answer as the contract has it: the SDK holds no schemas, so it is believed. Reads are tried again. */
export async function ask<Answer>(session: HttpDeps, request: HttpRequest): Promise<Answer> {
  return (await (request.method === "GET" ? callAgain : call)(session, request)).body as Answer;
}
