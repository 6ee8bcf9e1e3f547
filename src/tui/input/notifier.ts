import type { Clock } from '../../base/clock.ts';
import { sanitizeText } from '../../base/sanitize.ts';
import type { Notify } from '../../config/look.ts';
import type { Alert } from '../../market/alerts/alert.ts';

/** Where and how an alert calls for attention. */
export interface NotifierOptions {
  stdout: Pick<NodeJS.WriteStream, 'isTTY' | 'write'>;
  clock: Pick<Clock, 'monotonic'>;
  notify: Notify;
  /** Inside tmux, which passes unknown sequences to the terminal only if they are wrapped. */
  isTmux: boolean;
}

const bell = '\u0007';
/** Real milliseconds: several alerts of one poll ring once. */
const bellEveryMs = 1000;
const longestText = 120;

/**
 * Calls for attention outside the screen. Neither a bell nor an OSC 9 moves the cursor or shows anything, and Ink
 * writes each frame as a whole within one turn, so writing between two frames changes neither. Ink's own way of
 * writing text outside a frame would erase the frame first.
 */
export function createNotifier({ stdout, clock, notify, isTmux }: NotifierOptions): (alert: Alert) => void {
  let rangAt = Number.NEGATIVE_INFINITY;
  return (alert) => {
    if (notify === 'off' || !stdout.isTTY) return;
    const parts: string[] = [];
    if (notify !== 'bell') parts.push(osc9(notificationText(alert), isTmux));
    if (notify !== 'osc9' && clock.monotonic() - rangAt >= bellEveryMs) {
      rangAt = clock.monotonic();
      parts.push(bell);
    }
    if (parts.length > 0) stdout.write(parts.join(''));
  };
}

/**
 * It appears among other programs' notifications, so it names Spyglass, and says whether the market is simulated.
 * That it begins with a word also keeps it from being a command: some terminals take `9;4;…` for a progress bar.
 */
function notificationText({ message, source }: Alert): string {
  const mark = source === 'simulator' ? ' (simulated)' : '';
  return `Spyglass: ${sanitizeText(message, longestText)}${mark}`;
}

function osc9(text: string, isTmux: boolean): string {
  const sequence = `\u001b]9;${text}${bell}`;
  if (!isTmux) return sequence;
  return `\u001bPtmux;${sequence.replaceAll('\u001b', '\u001b\u001b')}\u001b\\`;
}
