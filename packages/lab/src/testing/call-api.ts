/** A bare HTTP client of the API, as any outsider would write it. */
export interface ApiAnswer<T = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

export interface CallInput {
  readonly method?: string;
  readonly path: string;
  readonly token?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller says what it expects
export async function callApi<T = unknown>(apiUrl: string, input: CallInput): Promise<ApiAnswer<T>> {
  const { method = "GET", path, token, body, headers = {} } = input;
  const response = await fetch(`${apiUrl}${path}`, {
    redirect: "manual",
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: (text === "" ? undefined : JSON.parse(text)) as T,
  };
}
