/**
 * aws-cdk-lib, loaded at run time: it reads files beside its own modules, so it must not become part of
 * the bundle that SST makes of the configuration.
 */
import { createRequire } from "node:module";
import type * as Cdk from "aws-cdk-lib";
import type * as CloudWatch from "aws-cdk-lib/aws-cloudwatch";
import type * as Actions from "aws-cdk-lib/aws-cloudwatch-actions";
import type * as Sns from "aws-cdk-lib/aws-sns";
import type * as Subscriptions from "aws-cdk-lib/aws-sns-subscriptions";

const load = createRequire(import.meta.url);

export const cdk: typeof Cdk = load("aws-cdk-lib");
export const cloudwatch: typeof CloudWatch = load("aws-cdk-lib/aws-cloudwatch");
export const actions: typeof Actions = load("aws-cdk-lib/aws-cloudwatch-actions");
export const sns: typeof Sns = load("aws-cdk-lib/aws-sns");
export const subscriptions: typeof Subscriptions = load("aws-cdk-lib/aws-sns-subscriptions");

export type { CloudWatch };
export type Stack = Cdk.Stack;
