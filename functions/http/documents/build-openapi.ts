import { type ErrorCode, errors } from "@parley/protocol/errors";
import { protocolVersion } from "@parley/protocol/version";
import { http } from "@parley/topology";
import * as z from "zod";
import { type Operation, operations } from "./operations.ts";
import { type AnswerName, answerSchemas, type RequestName, requestSchemas } from "./schemas.ts";

type Json = Readonly<Record<string, unknown>>;

const componentPath = "#/components/schemas/";
const always: readonly ErrorCode[] = ["rate_limited", "unavailable", "internal"];

/**
 * The API's document (OpenAPI 3.1), made of the schemas that the routes parse with: what it says of a body is
 * what is refused or taken.
 */
export function buildOpenApi(): Json {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Parley",
      version: String(protocolVersion),
      description: "Real-time chat. What is live comes over the WebSocket, which /ws-ticket leads to.",
    },
    servers: [{ url: http.basePath }],
    security: [{ bearer: [] }, { cookie: [] }],
    paths,
    components: {
      schemas: { ...render(requestSchemas, "input"), ...render(answerSchemas, "output") },
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", description: "The token of a session." },
        cookie: { type: "apiKey", in: "cookie", name: "parley.session_token" },
      },
    },
  };
}

function describe(operation: Operation): Json {
  const { id, tag, summary, open, body, answers } = operation;
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(open === true && { security: [] }),
    parameters: [...pathParameters(operation), ...queryParameters(operation)],
    ...(body !== undefined && { requestBody: { required: !isOptional(body), content: json(body) } }),
    responses: {
      ...Object.fromEntries(Object.entries(answers).map(([status, name]) => [status, answer(name)])),
      ...refusals(operation),
    },
  };
}

function answer(name: AnswerName | null): Json {
  return name === null
    ? { description: "Done." }
    : { description: "Done.", content: json(name), headers: quotaHeaders };
}

const quotaHeaders = {
  RateLimit: { description: "What is left of the caller's quota.", schema: { type: "string" } },
};

/** By status, with the codes that it stands for. */
function refusals({ refusals: own, answers }: Operation): Json {
  const byStatus = Map.groupBy([...own, ...always], (code) => errors[code].status);
  const entries = [...byStatus].filter(([status]) => answers[status] === undefined);
  return Object.fromEntries(
    entries.map(([status, codes]) => [
      status,
      { description: codes.map((code) => `\`${code}\``).join(", "), content: json("Error") },
    ]),
  );
}

function pathParameters({ path }: Operation): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
}

function queryParameters({ query }: Operation): Json[] {
  if (query === undefined) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(
    requestSchemas[query] as z.ZodType,
    options("input"),
  );
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema,
  }));
}

function isOptional(name: RequestName): boolean {
  return requestSchemas[name].safeParse(undefined).success;
}

function json(name: RequestName | AnswerName): Json {
  return { "application/json": { schema: { $ref: `${componentPath}${name}` } } };
}

/** What JSON Schema cannot say is left open. */
const options = (io: "input" | "output") =>
  ({ target: "draft-2020-12", io, unrepresentable: "any" }) as const;

/** Schemas by name, referring to each other. */
export function render(schemas: Readonly<Record<string, z.ZodType>>, io: "input" | "output"): Json {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  const rendered = z.toJSONSchema(registry, { ...options(io), uri: (id) => `${componentPath}${id}` });
  return Object.fromEntries(
    Object.entries(rendered.schemas).map(([name, { $schema: _schema, $id: _id, ...schema }]) => [
      name,
      schema,
    ]),
  );
}
