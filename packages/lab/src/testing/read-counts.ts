/** Billable units so far, as the local cloud's console counts them. */
export interface CloudCounts {
  readonly counts: { readonly framesIn: number; readonly framesOut: number };
  readonly functions: Readonly<Record<string, { readonly invocations: number }>>;
}

export async function readCounts({ pageUrl }: { readonly pageUrl: string }): Promise<CloudCounts> {
  return (await (await fetch(`${pageUrl}/_local/state`)).json()) as CloudCounts;
}
