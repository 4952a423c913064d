/**
 * The page and the API under one origin: CloudFront with the static client behind it, the HTTP API under
 * its base path, and the security headers of `topology/web-headers` on every answer.
 */
import { edgeHeaders, http, webCaching, webHeaders } from "@parley/topology";
import { resourceName } from "./resource-name.ts";
import type { Settings } from "./settings.ts";

export interface EdgeInput {
  readonly settings: Settings;
  readonly websocketOrigin: $util.Input<string>;
  readonly proof: $util.Output<string>;
}

export interface Edge {
  readonly router: sst.aws.Router;
  /** Origin of the page. */
  readonly publicUrl: $util.Output<string>;
}

/** The distribution without what is behind it: functions need its address before they exist. */
export function createEdge({ settings, websocketOrigin, proof }: EdgeInput): Edge {
  const headers = createHeadersPolicy(settings.stage, websocketOrigin);
  const router = new sst.aws.Router("Edge", {
    ...(settings.domain !== undefined && { domain: settings.domain }),
    edge: {
      viewerRequest: {
        injection: $interpolate`
          event.request.headers["${edgeHeaders.viewer}"] = { value: event.viewer.ip };
          event.request.headers["${edgeHeaders.proof}"] = { value: "${proof}" };`,
      },
    },
    transform: {
      cdn: (args) => {
        args.defaultCacheBehavior = $util
          .output(args.defaultCacheBehavior)
          .apply((behavior) => ({ ...behavior, responseHeadersPolicyId: headers.id }));
      },
    },
  });
  return { router, publicUrl: router.url };
}

/** Puts the API and the built page behind the distribution. */
export function serveBehind({ router }: Edge, apiUrl: $util.Input<string>): void {
  router.route(http.basePath, apiUrl);
  new sst.aws.StaticSite("Web", {
    path: "web",
    build: { command: "npx --no-install vite build", output: "dist" },
    // SST would write a file of types among the sources; there is nothing in it that we need.
    vite: { types: "../.sst/web-environment.d.ts" },
    router: { instance: router },
    assets: {
      // Pages that are open keep asking for the files of the release before.
      purge: false,
      fileOptions: [{ ...webCaching.other }, { ...webCaching.hashed }],
    },
  });
}

/** With `sst dev` Vite serves the page and passes the API on. */
export function serveLocally(apiUrl: $util.Input<string>): void {
  new sst.x.DevCommand("Web", {
    dev: { command: "npx --no-install vite web", autostart: true },
    environment: { PARLEY_ORIGIN: apiUrl },
  });
}

/** Where Vite listens by default. */
export const localPublicUrl = "http://localhost:5173";

function createHeadersPolicy(stage: string, websocketOrigin: $util.Input<string>) {
  const { strictTransportSecurity: hsts, ...rest } = webHeaders;
  return new aws.cloudfront.ResponseHeadersPolicy("WebHeaders", {
    name: resourceName(stage, "web-headers"),
    securityHeadersConfig: {
      contentSecurityPolicy: {
        contentSecurityPolicy: $util.output(websocketOrigin).apply(contentSecurityPolicy),
        // The API's own documentation brings its own.
        override: false,
      },
      strictTransportSecurity: {
        accessControlMaxAgeSec: hsts.maxAgeSeconds,
        includeSubdomains: hsts.includeSubdomains,
        preload: hsts.preload,
        override: true,
      },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: "DENY", override: true },
      referrerPolicy: { referrerPolicy: rest.referrerPolicy, override: true },
    },
    customHeadersConfig: {
      items: [
        { header: "permissions-policy", value: rest.permissionsPolicy, override: true },
        { header: "cross-origin-opener-policy", value: rest.crossOriginOpenerPolicy, override: true },
        { header: "cross-origin-resource-policy", value: rest.crossOriginResourcePolicy, override: true },
      ],
    },
  });
}

function contentSecurityPolicy(websocketOrigin: string): string {
  const directives = Object.entries(webHeaders.contentSecurityPolicy).map(([name, sources]) =>
    [name, ...sources].join(" ").replace("{websocket}", websocketOrigin),
  );
  return directives.join("; ");
}
