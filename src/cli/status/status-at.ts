import { calendarDays } from '../../config/settings/calendar-days.ts';
import { formatNewYorkTime } from '../../market/calendar/new-york-time.ts';
import { optionsEnd } from '../../market/products/series-times.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { pastLine, pastPicture } from '../invocation/past-picture.ts';
import { printJson, printLine } from '../output/output.ts';
import { coverageLines, phaseText, sessionText } from './status-text.ts';

/** What is asked for: the instant as it was typed, and the symbol whose coverage is meant, or all. */
interface StatusAt {
  at: string;
  symbol: string | null;
  isJson: boolean;
}

/**
 * Prints what of the status is recorded, as of an instant: phase, coverage and alerts. Of jobs, budget and health only the
 * present is known.
 */
export async function statusAt(invocation: Invocation, { at, symbol, isJson }: StatusAt): Promise<void> {
  const { environment, loaded } = invocation;
  const { asOf, picture, first } = await pastPicture(invocation, 'status', { at, symbol });
  const { phase, subscription, alerts } = picture;
  const coverage = picture.coverage.filter((each) => symbol === null || (each.symbol ?? first) === symbol);
  const recent = alerts.recent.filter((alert) => symbol === null || alert.symbol === symbol);
  if (isJson) {
    printJson(environment, { asOf: asOf.at, phase, coverage, alerts: { recent } });
    return;
  }
  const productChanges = calendarDays(loaded.settings).products;
  const last = recent[0] ? `; last alert ${formatNewYorkTime(recent[0].at, true)}` : '';
  const lines = [
    `${pastLine(asOf)} Jobs, budget and health of then are not recorded.`,
    phaseText(phase),
    sessionText(phase, optionsEnd(subscription.symbol, phase.session, { productChanges })),
    ...coverageLines(coverage),
    `alerts that day by then: ${recent.length}${last}`,
  ];
  printLine(environment, lines.join('\n'));
}
