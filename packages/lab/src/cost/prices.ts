/**
 * Public list prices in USD for us-east-1, without free tiers: AWS's as they stood in the first half of 2025,
 * Neon's as of its Launch plan in 2026 (it asked 0.14 for a compute unit's hour when the plan began in 2025-08).
 *
 * They were written down from AWS's and Neon's price pages and not read from an API: look at the page
 * that is named before you rely on one.
 */
export const pricesAsOf = "2025-06";

export const prices = {
  /** https://aws.amazon.com/lambda/pricing/ (arm64) */
  lambdaPerRequest: 0.2e-6,
  lambdaPerGbSecond: 0.000_013_333_4,
  /** https://aws.amazon.com/api-gateway/pricing/ ; a message is billed by 32 KB begun. */
  websocketPerMessage: 1e-6,
  websocketPerConnectionMinute: 0.25e-6,
  httpPerRequest: 1e-6,
  /** https://aws.amazon.com/dynamodb/pricing/on-demand/ */
  dynamoPerWrite: 0.625e-6,
  dynamoPerRead: 0.125e-6,
  /** https://aws.amazon.com/elasticache/pricing/ (Valkey) */
  cacheNodePerHour: { "t4g.micro": 0.0128, "t4g.small": 0.0256, "r7g.large": 0.1752 },
  cacheServerlessPerGbHour: 0.084,
  cacheServerlessPerEcpu: 0.0023e-6,
  /** https://aws.amazon.com/ec2/pricing/on-demand/ , https://aws.amazon.com/vpc/pricing/ */
  natInstancePerHour: 0.0042,
  natGatewayPerHour: 0.045,
  natGatewayPerGb: 0.045,
  publicAddressPerHour: 0.005,
  /** https://aws.amazon.com/cloudwatch/pricing/ */
  logsPerGb: 0.5,
  metricPerMonth: 0.3,
  alarmMetricPerMonth: 0.1,
  /** https://aws.amazon.com/secrets-manager/pricing/ , https://aws.amazon.com/route53/pricing/ */
  secretPerMonth: 0.4,
  privateZonePerMonth: 0.5,
  /** https://aws.amazon.com/ses/pricing/ */
  mail: 0.1e-3,
  /** https://aws.amazon.com/ec2/pricing/on-demand/ , data transfer out to the internet */
  transferPerGb: 0.09,
  /** https://neon.com/pricing , https://neon.com/faqs/serverless-database-services-postgres-charge-per-second */
  neonPerComputeUnitHour: 0.106,
  neonPerGbMonth: 0.35,
} as const;
