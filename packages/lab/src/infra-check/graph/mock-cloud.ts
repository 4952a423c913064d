/**
 * What AWS, Neon and the random provider would answer: ids, ARNs and addresses of the right form, made
 * from the resources' names, so that what one resource says of another can be read off the graph.
 */
import { randomBytes } from "node:crypto";
import type { MockResource, Mocks } from "./pulumi-sdk.ts";

export const account = "111111111111";
export const region = "us-east-1";

const secretSignature = "4dabf18193072939515e22adb298388d";

/** Pulumi marks a secret by wrapping it; here the value itself is wanted. */
export function unwrapSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrapSecrets);
  if (typeof value !== "object" || value === null) return value;
  const record = value as Record<string, unknown>;
  if (secretSignature in record && "value" in record) return unwrapSecrets(record["value"]);
  return Object.fromEntries(Object.entries(record).map(([key, inner]) => [key, unwrapSecrets(inner)]));
}

export function mockCloud(): Mocks {
  return { newResource: createResource, call: answerCall };
}

function createResource(resource: MockResource): { id: string; state: Record<string, unknown> } {
  const inputs = unwrapSecrets(resource.inputs) as Record<string, unknown>;
  const { type } = resource;
  const name = typeof inputs["name"] === "string" ? inputs["name"] : resource.name;
  const id = resource.id !== undefined && resource.id !== "" ? resource.id : `${resource.name}-id`;
  const state = { ...inputs, name, arn: arnOf(type, name, id), ...extraOf(type, name, inputs) };
  return { id, state };
}

function base(service: string): string {
  return `arn:aws:${service}:${region}:${account}`;
}

/** Formats: "Service Authorization Reference", AWS. */
function arnOf(type: string, name: string, id: string): string {
  switch (type) {
    case "aws:dynamodb/table:Table":
      return `${base("dynamodb")}:table/${name}`;
    case "aws:lambda/function:Function":
      return `${base("lambda")}:function:${name}`;
    case "aws:cloudwatch/logGroup:LogGroup":
      return `${base("logs")}:log-group:${name}`;
    case "aws:sqs/queue:Queue":
      return `${base("sqs")}:${name}`;
    case "aws:iam/role:Role":
      return `arn:aws:iam::${account}:role/${name}`;
    default:
      return `${base(type.split(":")[1]?.split("/")[0] ?? "unknown")}:${id}`;
  }
}

function extraOf(type: string, name: string, inputs: Record<string, unknown>): Record<string, unknown> {
  switch (type) {
    case "aws:apigatewayv2/api:Api": {
      const scheme = inputs["protocolType"] === "WEBSOCKET" ? "wss" : "https";
      const apiId = name.toLowerCase();
      return {
        apiEndpoint: `${scheme}://${apiId}.execute-api.${region}.amazonaws.com`,
        executionArn: `arn:aws:execute-api:${region}:${account}:${apiId}`,
      };
    }
    case "aws:sqs/queue:Queue":
      return { url: `https://sqs.${region}.amazonaws.com/${account}/${name}` };
    case "aws:elasticache/replicationGroup:ReplicationGroup":
      return {
        clusterEnabled: inputs["clusterMode"] === "enabled",
        primaryEndpointAddress: "master.parley.cache.amazonaws.com",
        configurationEndpointAddress: "clustercfg.parley.cache.amazonaws.com",
      };
    case "aws:elasticache/serverlessCache:ServerlessCache":
      return { endpoints: [{ address: "parley.serverless.cache.amazonaws.com", port: 6379 }] };
    case "aws:cloudfront/distribution:Distribution":
      return { domainName: "d111111abcdef8.cloudfront.net", hostedZoneId: "Z2FDTNDATAQYW2" };
    case "aws:acm/certificate:Certificate": {
      const domainName = String(inputs["domainName"]);
      const record = { resourceRecordName: `_proof.${domainName}`, resourceRecordType: "CNAME" };
      return { domainValidationOptions: [{ domainName, ...record, resourceRecordValue: "_proof.acm" }] };
    }
    case "aws:sesv2/emailIdentity:EmailIdentity":
      return { dkimSigningAttributes: { tokens: ["one", "two", "three"] } };
    case "aws:apigateway/account:Account":
      return { cloudwatchRoleArn: `arn:aws:iam::${account}:role/apigateway` };
    case "random:index/randomPassword:RandomPassword":
      return { result: randomText(Number(inputs["length"])) };
    case "random:index/randomBytes:RandomBytes":
      return { base64: randomBytes(Number(inputs["length"])).toString("base64") };
    case "neon:index/endpoint:Endpoint":
      return { host: `ep-quiet-brook-a1b2c3d4.${region}.aws.neon.tech` };
    case "neon:index/role:Role":
      return { password: randomText(16) };
    case "aws:lambda/invocation:Invocation":
      return { result: "{}" };
    default:
      return {};
  }
}

function randomText(length: number): string {
  return randomBytes(length).toString("base64url").slice(0, length);
}

function answerCall({
  token,
  inputs,
}: {
  token: string;
  inputs: Record<string, unknown>;
}): Record<string, unknown> {
  switch (token.split(":").pop()) {
    case "getRegion":
      return { region, name: region, id: region };
    case "getPartition":
      return { partition: "aws", dnsSuffix: "amazonaws.com" };
    case "getCallerIdentity":
      return { accountId: account };
    case "getAvailabilityZones":
      return {
        names: ["a", "b", "c"].map((zone) => region + zone),
        zoneIds: ["use1-az1", "use1-az2", "use1-az3"],
      };
    case "getZone":
      return { zoneId: "Z0000000000000", name: inputs["name"] };
    case "getPolicyDocument": {
      const statements = unwrapSecrets(inputs["statements"]);
      const some = Array.isArray(statements) && statements.length > 0;
      return { json: JSON.stringify({ statements }), ...(some && { statements }) };
    }
    default:
      return { ...inputs, id: "mock" };
  }
}
