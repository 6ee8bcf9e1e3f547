import { countdownText } from '../../base/countdown-text.ts';
import { standardExpirationNames } from '../../market/calendar/standard-expirations.ts';
import type { PhaseState } from '../../protocol/state.ts';
import type { Line } from '../render/line.ts';
import { dayMs, formatMoment } from './time.ts';
import { upstreamText } from './upstream-text.ts';

const until = (what: string, at: number, now: number) =>
  at - now < dayMs ? `${what} in ${countdownText(at - now)}` : `${what} ${formatMoment(at, now)}`;

/** Said on the day itself only: on any other the chain's own date says what is shown. */
function expirationToday({ standardExpiration, expiration, session }: PhaseState): string {
  if (standardExpiration === null || expiration !== session.date) return '';
  return ` · ${standardExpirationNames[standardExpiration]}`;
}

/** The market's phase and what comes next, longest form first: the header takes the first that fits. */
export function phaseForms(phase: PhaseState, now: number): Line[] {
  const { session } = phase;
  switch (phase.phase) {
    case 'regular': {
      const closes = until('closes', session.close, now);
      const early = session.isEarlyClose ? ' · early close' : '';
      const expires = expirationToday(phase);
      return [
        [['● ', 'ok'], ['regular', 'strong'], [` · ${closes}${early}${expires}`]],
        [['● ', 'ok'], ['regular', 'strong'], [` · ${closes}${early}`]],
        [['● ', 'ok'], ['regular', 'strong'], [` · ${closes}`]],
        [['● ', 'ok'], [closes]],
        [['● ', 'ok'], [countdownText(session.close - now)]],
      ];
    }
    case 'options-late': {
      const closes = until('option close', session.optionClose, now);
      return [
        [['◑ ', 'warning'], ['options late', 'strong'], [` · ${closes}`]],
        [['◑ ', 'warning'], [closes]],
        [['◑ ', 'warning'], [countdownText(session.optionClose - now)]],
      ];
    }
    case 'overnight': {
      const next = until('pre-market', phase.nextChangeAt, now);
      return [
        [['◐ ', 'accent'], ['overnight', 'strong'], [` · ${next}${expirationToday(phase)}`]],
        [['◐ ', 'accent'], ['overnight', 'strong'], [` · ${next}`]],
        [
          ['◐ ', 'accent'],
          ['overnight', 'strong'],
        ],
      ];
    }
    case 'pre': {
      const opens = until('opens', session.open, now);
      return [
        [['◐ ', 'accent'], ['pre-market', 'strong'], [` · ${opens}${expirationToday(phase)}`]],
        [['◐ ', 'accent'], ['pre-market', 'strong'], [` · ${opens}`]],
        [['◐ ', 'accent'], [opens]],
        [['◐ ', 'accent'], [countdownText(session.open - now)]],
      ];
    }
    case 'post':
      return [
        [['◐ ', 'accent'], ['after hours', 'strong'], [` · ${until('ends', phase.nextChangeAt, now)}`]],
        [
          ['◐ ', 'accent'],
          ['after hours', 'strong'],
        ],
        [['◐ ', 'accent'], ['post']],
      ];
    case 'unknown':
      return [
        [['◌ ', 'dim'], ['phase unknown', 'strong'], [` · ${until('changes', phase.nextChangeAt, now)}`]],
        [
          ['◌ ', 'dim'],
          ['phase unknown', 'strong'],
        ],
      ];
    case 'closed': {
      const why = phase.closedBecause ? ` (${upstreamText(phase.closedBecause, 40)})` : '';
      const opens = session.open > now ? ` · ${until('opens', session.open, now)}` : '';
      return [
        [['○ ', 'dim'], ['closed', 'strong'], [`${why}${opens}`]],
        [['○ ', 'dim'], ['closed', 'strong'], [opens]],
        [
          ['○ ', 'dim'],
          ['closed', 'strong'],
        ],
      ];
    }
  }
}
