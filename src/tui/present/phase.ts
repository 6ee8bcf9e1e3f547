import { countdownText } from '../../base/countdown-text.ts';
import { standardExpirationNames } from '../../market/calendar/standard-expirations.ts';
import type { PhaseState } from '../../protocol/state.ts';
import type { Line, Span } from '../render/line.ts';
import { endOfPhase } from './own-phase.ts';
import { dayMs, formatMoment } from './time.ts';
import { upstreamText } from './upstream-text.ts';

const until = (what: string, at: number, now: number) =>
  at - now < dayMs ? `${what} in ${countdownText(at - now)}` : `${what} ${formatMoment(at, now)}`;

/** The kind of expiration, on its day only: on other days the chain's own title shows the date. */
function expirationToday({ standardExpiration, expiration, session }: PhaseState): string {
  if (standardExpiration === null || expiration !== session.date) return '';
  return ` · ${standardExpirationNames[standardExpiration]}`;
}

/** The phase's mark and name, and what comes next. */
const named = (mark: Span, name: string, next = ''): Line => [mark, [name, 'strong'], [next]];

/** The market's phase and what comes next, longest form first: the header takes the first that fits. */
export function phaseForms(phase: PhaseState, now: number): Line[] {
  const { session } = phase;
  const expires = expirationToday(phase);
  switch (phase.phase) {
    case 'regular': {
      const mark: Span = ['● ', 'ok'];
      const closes = until('closes', session.close, now);
      const early = session.isEarlyClose ? ' · early close' : '';
      return [
        named(mark, 'regular', ` · ${closes}${early}${expires}`),
        named(mark, 'regular', ` · ${closes}${early}`),
        named(mark, 'regular', ` · ${closes}`),
        [mark, [closes]],
        [mark, [countdownText(session.close - now)]],
      ];
    }
    case 'options-late': {
      const mark: Span = ['◑ ', 'warning'];
      const closes = until('option close', session.optionClose, now);
      return [
        named(mark, 'options late', ` · ${closes}`),
        [mark, [closes]],
        [mark, [countdownText(session.optionClose - now)]],
      ];
    }
    case 'pre': {
      const opens = until('opens', session.open, now);
      return [
        named(partly, 'pre-market', ` · ${opens}${expires}`),
        named(partly, 'pre-market', ` · ${opens}`),
        [partly, [opens]],
        [partly, [countdownText(session.open - now)]],
      ];
    }
    case 'closed': {
      const mark: Span = ['○ ', 'dim'];
      const why = phase.closedBecause ? ` (${upstreamText(phase.closedBecause, 40)})` : '';
      const opens = session.open > now ? ` · ${until('opens', session.open, now)}` : '';
      return [named(mark, 'closed', `${why}${opens}`), named(mark, 'closed', opens), named(mark, 'closed')];
    }
    default:
      return quietForms(phase, now);
  }
}

const partly: Span = ['◐ ', 'accent'];

/** Phases in which the exchange of the underlying is not open. */
function quietForms(phase: PhaseState, now: number): Line[] {
  switch (phase.phase) {
    case 'overnight': {
      const next = until('pre-market', phase.nextChangeAt, now);
      return [
        named(partly, 'overnight', ` · ${next}${expirationToday(phase)}`),
        named(partly, 'overnight', ` · ${next}`),
        named(partly, 'overnight'),
      ];
    }
    case 'post': {
      const end = endOfPhase(phase);
      const ends = end === null ? '' : ` · ${until('ends', end, now)}`;
      return [named(partly, 'after hours', ends), named(partly, 'after hours'), [partly, ['post']]];
    }
    default: {
      const mark: Span = ['◌ ', 'dim'];
      const changes = until('changes', phase.nextChangeAt, now);
      return [named(mark, 'phase unknown', ` · ${changes}`), named(mark, 'phase unknown')];
    }
  }
}
