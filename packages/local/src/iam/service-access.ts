/**
 * What a request to DynamoDB, SQS or SES would do to which resource, and how each of them refuses it.
 *
 * Source of the refusals: what AWS answered to others (praetorian-inc/chariot-ui#565, ionic-team/starters#46 for
 * DynamoDB; aws/serverless-application-model#3633, getlift/lift#236 for SQS; dwyl/aws-ses-lambda#10,
 * danielireson/formplug#11 for SES).
 */
import type { IncomingHttpHeaders } from "node:http";
import { connectionsTableName } from "../servers/connections-table.ts";
import { queueTargetOf } from "../servers/queues.ts";
import { account } from "../settings/settings.ts";
import type { Access, Denial } from "./grants.ts";

export interface ServiceRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** Empty where the service does not need it to tell the resource. */
  readonly body: string;
}

export interface ServiceRefusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

type Attempt = Omit<Access, "accessKeyId">;

export interface Service {
  /** Whether the body has to be read for it. */
  readonly readsBody: boolean;
  attemptsOf(request: ServiceRequest): readonly Attempt[];
  refuse(denial: Denial, attempt: Attempt): ServiceRefusal;
}

const operationOf = ({ headers }: ServiceRequest) =>
  String(headers["x-amz-target"] ?? "").split(".")[1] ?? "";
const arnOf = (service: string, resource: string) =>
  `arn:aws:${service}:${account.region}:${account.id}:${resource}`;
const unauthorised = ({ user }: Denial, action: string, arn: string) =>
  `User: ${user} is not authorized to perform: ${action} on resource: ${arn} because no identity-based policy allows the ${action} action`;

interface DynamoInput {
  readonly TableName?: string;
  readonly IndexName?: string;
  readonly RequestItems?: Readonly<Record<string, unknown>>;
}

export const dynamoService: Service = {
  readsBody: true,
  attemptsOf: (request) => {
    const action = `dynamodb:${operationOf(request)}`;
    const { TableName, IndexName, RequestItems = {} }: DynamoInput = JSON.parse(request.body);
    const tables = TableName === undefined ? Object.keys(RequestItems) : [TableName];
    return tables.map((table) => {
      const index = IndexName === undefined ? "" : `/${IndexName}`;
      const known = table === connectionsTableName ? "connections" : table;
      const arn = arnOf("dynamodb", `table/${table}${IndexName === undefined ? "" : `/index${index}`}`);
      return { action, on: `${known}${index}`, arn };
    });
  },
  refuse: (denial, { action, arn }) => ({
    status: 400,
    headers: { "content-type": "application/x-amz-json-1.0" },
    body: JSON.stringify({
      __type: "com.amazon.coral.service#AccessDeniedException",
      Message: unauthorised(denial, action, arn),
    }),
  }),
};

export const queueService: Service = {
  readsBody: true,
  attemptsOf: (request) => {
    const { QueueUrl = "" }: { readonly QueueUrl?: string } = JSON.parse(request.body);
    const queue = QueueUrl.slice(QueueUrl.lastIndexOf("/") + 1);
    // IAM has no actions for batches: theirs are those of single messages.
    const action = `sqs:${operationOf(request).replace(/Batch$/, "")}`;
    return [{ action, on: queueTargetOf(queue), arn: arnOf("sqs", queue) }];
  },
  refuse: (denial, { action, arn }) => ({
    status: 403,
    headers: { "content-type": "application/x-amz-json-1.0", "x-amzn-query-error": "AccessDenied;Sender" },
    body: JSON.stringify({
      __type: "com.amazon.coral.service#AccessDeniedException",
      message: unauthorised(denial, action.toLowerCase(), arn),
    }),
  }),
};

const sendingPath = "/v2/email/outbound-emails";

export const mailService: Service = {
  readsBody: false,
  attemptsOf: ({ method, url }) => {
    if (method !== "POST" || !url.startsWith(sendingPath)) return [];
    return [{ action: "ses:SendEmail", on: "mail", arn: arnOf("ses", "identity/parley") }];
  },
  refuse: ({ user }, { action, arn }) => ({
    status: 403,
    headers: { "content-type": "application/json", "x-amzn-errortype": "AccessDeniedException" },
    body: JSON.stringify({
      message: `User \`${user}' is not authorized to perform \`${action}' on resource \`${arn}'`,
    }),
  }),
};
