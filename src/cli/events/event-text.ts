import { formatNewYorkTime } from '../../market/calendar/new-york-time.ts';
import { priceText } from '../../market/quotes/price-text.ts';
import { channelLines } from '../alerts/channel-lines.ts';
import type { DaemonEvent } from '../../protocol/connection/link-messages.ts';
import { waitingText } from '../../protocol/texts/waiting-text.ts';

/** The symbol that an event is about; `null` for one about none or many. */
export function symbolOfEvent(event: DaemonEvent): string | null {
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

/** An event, or a snapshot, as one line. */
export function eventSentence(event: string, payload: unknown, at: number): string {
  return `${formatNewYorkTime(at, true)} ${event} ${gist({ name: event, payload } as DaemonEvent, at)}`.trimEnd();
}

function gist(event: DaemonEvent, at: number): string {
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
    case 'alert-channels':
      return channelLines(event.payload, at).join(' · ');
    case 'prune':
      return [`${event.payload.rows} rows removed`, ...event.payload.waiting.map(waitingText)].join('; ');
    default:
      return '';
  }
}
