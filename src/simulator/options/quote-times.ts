/** How often a contract that is out of the money is quoted anew, by its distance in standard deviations to expiry. */
const rhythms = [
  { from: 5, ms: 300_000 },
  { from: 3.5, ms: 60_000 },
  { from: 2.5, ms: 15_000 },
  { from: 2, ms: 5000 },
] as const;

/** How far out of the money counts is decided once in so long; each rhythm goes into one of them without remainder. */
const [longMs, shortMs] = [300_000, 60_000];

interface Asked {
  /** Instant, in whole seconds. */
  at: number;
  /** The session's first instant: all contracts are quoted then. */
  open: number;
  /** Place in the listing. Neighbours are not quoted at the same instant. */
  index: number;
  /** Distance at an instant, in standard deviations to expiry; negative in the money. */
  distance: (at: number) => number;
}

/**
 * When the quote that stands at an instant was made. Near and in the money that is every second; a wing that is worth
 * nothing is left alone for minutes, as market makers do. Never goes back as time goes on.
 */
export function quoteTime({ at, open, index, distance }: Asked): number {
  const startOf = (ms: number) => {
    const shift = ((index % 5) * ms) / 5;
    return Math.max(open, Math.floor((at - shift) / ms) * ms + shift);
  };
  const [quietest, ...livelier] = rhythms;
  const long = startOf(longMs);
  if (distance(long) >= quietest.from) return long;
  const short = Math.max(long, startOf(shortMs));
  const far = distance(short);
  const rhythm = livelier.find(({ from }) => far >= from);
  if (!rhythm) return at;
  return Math.max(short, startOf(rhythm.ms));
}
