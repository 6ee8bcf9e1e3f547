type Fields = Record<string, unknown>;

const length = (list: unknown) => (Array.isArray(list) ? list.length : '–');
const show = (...values: unknown[]) => values.map((value) => value ?? '–').join(' ');
const gammaOf = (exposure: unknown) => (exposure as { gammaFlip?: unknown } | null)?.gammaFlip;

/** By event or answer: the few fields by which a person sees what was going on. */
const fieldsOf: Record<string, (payload: Fields) => string> = {
  quote: (quote) => show(quote.price, quote.priceKind, quote.bid, quote.ask, quote.volume, quote.tier),
  chain: (chain) =>
    show(chain.expiration, length(chain.contracts), 'contracts, spot', chain.underlyingPrice, chain.tier),
  levels: (levels) =>
    show(levels.expiration, 'max pain', levels.maxPain, 'flip', gammaOf(levels.byOpenInterest)),
  bars: (line) => show(line.date, length(line.points), 'points'),
  phase: (phase) => show(phase.phase, 'then', phase.nextPhase, 'chain of', phase.expiration),
  health: (health) => show(...(health.problems as Fields[]).map(({ code, subject }) => `${code}/${subject}`)),
  usage: (usage) => show(usage.callsToday, 'calls today'),
  alert: (alert) => show(alert.kind, alert.direction, alert.value, 'at', alert.level),
};

/** Short text after a line's hashes; empty where there is nothing to tell. */
export function telling(name: string, payload: unknown): string {
  const [word = ''] = name.replace(/^answer /, '').split(/[ .]/);
  const isObject = typeof payload === 'object' && payload !== null && !Array.isArray(payload);
  const describe = fieldsOf[word];
  return describe && isObject && !('error' in payload) ? describe(payload as Fields) : '';
}
