/** What a function finds in its environment, with keys that only a local server takes. */
export function localEnvironment(endpoints: Readonly<Record<string, string>>): Record<string, string> {
  return {
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    ...endpoints,
  };
}
