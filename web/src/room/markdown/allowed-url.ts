const schemes: ReadonlySet<string> = new Set(["http:", "https:", "mailto:"]);

/**
 * The address as a link may carry it, or undefined: http, https and mailto alone, absolute, and without
 * credentials in it (`https://bank.example@evil.example` shows one host and leads to another).
 */
export function allowedUrl(address: string): string | undefined {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return undefined;
  }
  if (!schemes.has(url.protocol)) return undefined;
  if (url.username !== "" || url.password !== "") return undefined;
  return url.href;
}
