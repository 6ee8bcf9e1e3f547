export const badge = 'DEMO · simulated prices';

/** The demo's picture is complete: a quote and a chain have come, not only the frame around them. */
export function isReady(screen: string): boolean {
  return screen.includes(badge) && (screen.match(/ago · real-time/g) ?? []).length >= 2;
}
