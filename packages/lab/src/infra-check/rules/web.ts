import { edgeHeaders, webHeaders } from "@parley/topology";
import { ofType, theOne } from "../graph/graph.ts";
import { environmentOf, lambdaOf } from "./functions.ts";
import { expectSame, type Rule, textAt, valueAt } from "./rule.ts";

/** Source: "Quotas on CloudFront Functions", Amazon CloudFront developer guide. */
const edgeFunctionBytesMax = 10 * 1024;

/** The page is offered with TLS alone and with the security headers; the API behind it learns the true caller. */
export const webRule: Rule = (input) => {
  const { graph, settings } = input;
  if (graph.live)
    return expectSame("Distributions", ofType(graph, "aws:cloudfront/distribution:Distribution").length, 0);
  const distribution = theOne(graph, "aws:cloudfront/distribution:Distribution");
  const policy = theOne(graph, "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy");
  const csp = textAt(policy, "securityHeadersConfig", "contentSecurityPolicy", "contentSecurityPolicy");
  const websocketOrigin = new URL(
    environmentOf(lambdaOf(input, "api"))["WEBSOCKET_URL"] ?? "",
  ).origin.replace("null", "");
  const host =
    websocketOrigin || (environmentOf(lambdaOf(input, "api"))["WEBSOCKET_URL"] ?? "").replace(/\/[^/]*$/, "");
  const edge = theOne(graph, "aws:cloudfront/function:Function");
  const code = textAt(edge, "code");
  return [
    ...expectSame(
      "The page over http",
      valueAt(distribution, "defaultCacheBehavior", "viewerProtocolPolicy"),
      "redirect-to-https",
    ),
    ...expectSame(
      "The page's headers",
      valueAt(distribution, "defaultCacheBehavior", "responseHeadersPolicyId"),
      `${policy.name}-id`,
    ),
    ...expectSame(
      "The names of the page",
      valueAt(distribution, "aliases") ?? [],
      settings.domain === undefined ? [] : [settings.domain],
    ),
    ...Object.entries(webHeaders.contentSecurityPolicy).flatMap(([name, sources]) =>
      expectSame(
        `The page's ${name}`,
        csp.split("; ").find((one) => one.startsWith(`${name} `)),
        [name, ...sources].join(" ").replace("{websocket}", host),
      ),
    ),
    ...expectSame("Inline scripts", csp.includes("unsafe"), false),
    ...expectSame(
      "HSTS in seconds",
      valueAt(policy, "securityHeadersConfig", "strictTransportSecurity", "accessControlMaxAgeSec"),
      webHeaders.strictTransportSecurity.maxAgeSeconds,
    ),
    ...expectSame(
      "nosniff",
      valueAt(policy, "securityHeadersConfig", "contentTypeOptions", "override"),
      true,
    ),
    ...expectSame(
      "The caller's address reaches the API",
      code.includes(`headers["${edgeHeaders.viewer}"]`),
      true,
    ),
    ...expectSame(
      "CloudFront proves itself to the API",
      code.includes(`headers["${edgeHeaders.proof}"]`),
      true,
    ),
    ...expectSame("The function at the edge fits", Buffer.byteLength(code) <= edgeFunctionBytesMax, true),
  ];
};
