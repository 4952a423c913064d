/** An address as people write it: of a long one of zeros (IPv6) what RFC 5952 leaves. Anything else stays as it is. */
export function formatAddress(address: string): string {
  if (!address.includes(":")) return address;
  try {
    return new URL(`http://[${address}]`).hostname.slice(1, -1);
  } catch {
    return address;
  }
}
