import { once } from 'node:events';
import { systemClock } from '../../base/clock.ts';
import { sanitizeText } from '../../base/sanitize.ts';
import { formatNewYorkTime } from '../../market/calendar/new-york-time.ts';
import { priceText } from '../../market/quotes/price-text.ts';
import { createConnection } from '../../protocol/connection/connection.ts';
import type { DaemonEvent } from '../../protocol/connection/link-messages.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import { note, printJsonLine, printLine } from '../output/output.ts';
import { requireDaemon } from '../daemon/find-daemon.ts';
import { symbolGiven } from '../invocation/symbol-argument.ts';
import type { Invocation } from '../invocation/invocation.ts';

/**
 * Everything that happens, as it happens, or what is about one symbol: one JSON object a line with `--json`, else one sentence. Reconnects when the
 * daemon comes back; ends with 0 on Ctrl-C and when whoever reads has had enough.
 */
export async function events(
  invocation: Invocation,
  flags: GlobalFlags & { json?: boolean },
): Promise<undefined> {
  const { environment } = invocation;
  const { stdout } = environment;
  const symbol = symbolGiven(flags);
  // Nobody there at the start is a mistake of the caller's; later it is something to wait out.
  const { link, instance } = await requireDaemon(invocation, 'events');
  link.close();
  const ended = endOf(stdout);
  const clock = systemClock();
  const connection = createConnection({
    socketPath: instance.socketPath,
    clock,
    appVersion: environment.appVersion,
    client: 'events',
    ...(symbol !== null && { subscription: { symbol } }),
  });
  const print = (event: string, payload: unknown, at: number) =>
    flags.json
      ? printJsonLine(environment, { event, at, payload })
      : printLine(environment, sentence(event, payload, at));
  let wasLost = false;
  connection.onState((state) => {
    if (state.status === 'lost' && !wasLost) note(environment, `Lost: ${state.message}; waiting for it.`);
    if (state.status === 'connected' && wasLost) note(environment, 'Connected again.');
    wasLost = state.status === 'lost';
  });
  let now = () => clock.now();
  connection.onSnapshot((snapshot, hello) => {
    // The daemon's clock runs at its own speed from when it greeted.
    const since = clock.monotonic();
    now = () => Math.round(hello.now + (clock.monotonic() - since) * hello.clockSpeed);
    // The daemon follows a limited number of chains; quotes and alerts of the symbol come all the same.
    if (symbol !== null && snapshot.subscription.symbol !== symbol) {
      note(environment, `The daemon has no room for the chain of ${symbol}; its levels will not come.`);
    }
    print('snapshot', snapshot, now());
  });
  connection.onEvent((event) => {
    if (symbol === null || symbolOfEvent(event) === symbol) print(event.name, event.payload, now());
  });
  // A newer daemon's; whoever reads JSON may know more than this version.
  connection.onUnknownEvent(({ name, payload }) => {
    if (symbol === null) print(sanitizeText(name, 60), payload, now());
  });
  await ended;
  await connection.close();
}

/** Resolves on INT or TERM, and when the reader closes its end: `| head -3` is no failure. */
async function endOf(stdout: NodeJS.WriteStream): Promise<void> {
  const stop = new AbortController();
  const signals = ['SIGINT', 'SIGTERM'].map((signal) => once(process, signal, { signal: stop.signal }));
  const gone = new Promise<void>((resolve) => {
    stdout.on('error', () => resolve());
    stdout.once('close', () => resolve());
  });
  await Promise.race([...signals, gone]);
  stop.abort();
  await Promise.allSettled(signals);
}

/** The symbol that an event is about; `null` for one about none or many. */
function symbolOfEvent(event: DaemonEvent): string | null {
  switch (event.name) {
    case 'chain':
    case 'levels':
      return event.payload.underlying;
    case 'quote':
    case 'price-line':
    case 'levels-history':
    case 'recorded-levels':
    case 'alert':
    case 'expirations':
      return event.payload.symbol;
    default:
      return null;
  }
}

function sentence(event: string, payload: unknown, at: number): string {
  return `${formatNewYorkTime(at, true)} ${event} ${gist({ name: event, payload } as DaemonEvent)}`.trimEnd();
}

function gist(event: DaemonEvent): string {
  switch (event.name) {
    case 'quote':
      return `${event.payload.symbol} ${priceText(event.payload.price)}`;
    case 'chain':
      return `${event.payload.underlying} ${event.payload.expiration}, ${event.payload.contracts.length} contracts`;
    case 'levels':
      return `${event.payload.underlying} ${event.payload.expiration}`;
    case 'recorded-levels':
      return `${event.payload.symbol} ${event.payload.levels.expiration}`;
    case 'phase':
      return event.payload.phase;
    case 'health':
      return (
        event.payload.problems.map(({ subject, message }) => `${subject}: ${message}`).join('; ') || 'healthy'
      );
    case 'usage':
      return `${event.payload.budget.used} of ${event.payload.budget.callsPerMinute} calls a minute`;
    case 'job':
      return event.payload
        .filter(({ isRunning }) => isRunning)
        .map(({ name }) => name)
        .join(', ');
    case 'alert':
      return event.payload.message;
    case 'rules':
      return event.payload
        .filter(({ isMet }) => isMet)
        .map(({ text }) => text)
        .join(', ');
    case 'prune':
      return `${event.payload.rows} rows removed`;
    default:
      return '';
  }
}
