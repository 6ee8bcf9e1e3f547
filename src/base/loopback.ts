/** Hosts that never leave this machine; the only ones that may be spoken to without TLS. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(host);
}
