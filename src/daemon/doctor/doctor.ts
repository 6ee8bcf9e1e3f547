import type { Clock } from '../../base/clock.ts';
import { toSpyglassError } from '../../base/errors.ts';
import type { Calendar } from '../../market/calendar/calendar.ts';
import { addDays, newYorkDate } from '../../market/calendar/new-york-time.ts';
import type { DoctorCheck } from '../../protocol/doctor-check.ts';
import type { PlannedPoll } from '../../protocol/recorded.ts';
import { checkFit } from './recorded-fit.ts';
import { disagreement } from './market-agreement.ts';
import type { Budget } from '../../sources/polygon/budget.ts';
import type { Entitlements } from '../../sources/polygon/entitlement.ts';
import { templates } from '../../sources/polygon/endpoints/endpoint-names.ts';
import type { Asking } from '../../sources/polygon/endpoints/queries.ts';
import type { Endpoints } from '../../sources/polygon/endpoints/endpoints.ts';
import { planFor } from '../../sources/polygon/endpoints/plan-needs.ts';
import { type MarketNow, parseMarketNow } from '../../sources/polygon/parse/parse-market-status.ts';
import { UpstreamError } from '../../sources/polygon/http/upstream-error.ts';

/** What the checks of the API need. */
export interface UpstreamDoctor {
  symbol: string;
  /** The expiration that the API lists as the symbol's nearest, or else the calendar's. */
  expiration: () => string;
  clock: Clock;
  isVirtualClock: boolean;
  calendar: Calendar;
  endpoints: Endpoints;
  entitlements: Entitlements;
  budget: Budget;
  /** Clock skew as `ServerDate` measures it. */
  skewMs: () => number | null;
  /** How the recorded jobs fit into the calls of a minute, as it is known by then. */
  plan: () => readonly PlannedPoll[];
  /** Called when the plan includes something that it denied before. */
  onGranted?: () => void;
}

const ok = (check: string, message: string): DoctorCheck => ({ check, state: 'ok', message, hint: null });

/** A clock this far off records minutes under wrong times. */
const tolerableSkewMs = 30_000;
const noticeableSkewMs = 2000;
/** Rules alone are good for a while, but early closes and new holidays are published two years ahead. */
const comfortableDays = 180;

/** Key, plan, reachability, clock and calendar, by asking the API; a question or two where the plan is not known yet. */
export async function checkUpstream(doctor: UpstreamDoctor): Promise<DoctorCheck[]> {
  const { clock } = doctor;
  const asking: Asking = { priority: 'user' };
  const start = clock.monotonic();
  let now: MarketNow;
  try {
    now = parseMarketNow(await doctor.endpoints.marketNow(asking));
  } catch (thrown) {
    const error = toSpyglassError(thrown);
    const isKey = thrown instanceof UpstreamError && thrown.failure === 'unauthorized';
    const isBudget = thrown instanceof UpstreamError && thrown.failure === 'budget';
    return [
      {
        check: isKey ? 'key' : 'upstream',
        state: isBudget ? 'warning' : 'failure',
        message: error.message,
        hint: error.hint,
      },
      ...checkCalendar(doctor, null),
    ];
  }
  const ms = Math.round(clock.monotonic() - start);
  return [
    ok('upstream', `the API answered in ${ms} ms`),
    ok('key', 'the API accepts the key'),
    await checkPlan(doctor, asking),
    ...checkFit(doctor),
    checkSkew(doctor, now),
    ...checkCalendar(doctor, now),
  ];
}

/**
 * Asks what is not known yet, and again what was denied: the plan may have been enlarged a minute ago. Endpoints beyond
 * quotes and chains are asked only while there are calls; the rest is asked when it is needed next.
 */
async function checkPlan(doctor: UpstreamDoctor, asking: Asking): Promise<DoctorCheck> {
  const { endpoints, entitlements, symbol, budget } = doctor;
  const stateOf = (endpoint: string) => entitlements.of(endpoint)?.state ?? null;
  const questions: { endpoint: string; isMain?: true; ask: () => Promise<unknown> }[] = [
    {
      endpoint: templates.stockSnapshot,
      isMain: true,
      ask: () => endpoints.stockSnapshot(symbol, asking),
    },
    {
      endpoint: templates.optionChain,
      isMain: true,
      ask: () => endpoints.optionChain(symbol, doctor.expiration(), asking),
    },
    { endpoint: templates.unifiedSnapshot, ask: () => endpoints.unifiedSnapshot(symbol, asking) },
    { endpoint: templates.lastTrade, ask: () => endpoints.lastTrade(symbol, asking) },
    { endpoint: templates.lastQuote, ask: () => endpoints.lastQuote(symbol, asking) },
  ];
  const refusedBefore = entitlements.list().filter(({ state }) => state === 'not-entitled');
  const unanswered: string[] = [];
  for (const { endpoint, isMain, ask } of questions) {
    const state = stateOf(endpoint);
    const isAsked = state === 'not-entitled' ? isMain || budget.free('user') > 0 : isMain && state === null;
    if (!isAsked) continue;
    try {
      await ask();
    } catch (thrown) {
      // A refusal has been learnt by now; anything else leaves the question open.
      const isRefusal = thrown instanceof UpstreamError && thrown.failure === 'not-entitled';
      if (isMain && !isRefusal) unanswered.push(toSpyglassError(thrown).message);
    }
  }
  if (refusedBefore.some(({ endpoint }) => stateOf(endpoint) === 'allowed')) doctor.onGranted?.();
  const denied = entitlements.list().filter(({ state }) => state === 'not-entitled');
  const asked = new Set<string>(questions.map(({ endpoint }) => endpoint));
  for (const { endpoint } of denied) if (!asked.has(endpoint)) entitlements.forget(endpoint);
  const calls = `${budget.state().callsPerMinute} calls a minute`;
  if (unanswered.length > 0) {
    return {
      check: 'plan',
      state: 'warning',
      message: `not known: ${unanswered[0]}`,
      hint: 'Ask again in a minute.',
    };
  }
  if (denied.length === 0) return ok('plan', `quotes and option chains are included; ${calls}`);
  return {
    check: 'plan',
    state: 'warning',
    message: `not included: ${denied.map(({ endpoint }) => endpoint).join(', ')}; ${calls}`,
    hint: [...new Set(denied.flatMap(({ endpoint }) => planFor(endpoint) ?? []))].join(' '),
  };
}

function checkSkew({ clock, isVirtualClock, skewMs }: UpstreamDoctor, now: MarketNow): DoctorCheck {
  if (isVirtualClock) return ok('clock', 'a virtual clock, compared with nothing');
  const skew = skewMs() ?? (now.serverTime === null ? null : clock.now() - now.serverTime);
  if (skew === null) {
    const hint = 'See that NTP keeps this machine’s clock.';
    return { check: 'clock', state: 'warning', message: 'the API did not say what time it is', hint };
  }
  const off = Math.abs(skew);
  const message = `${(off / 1000).toFixed(1)} s ${skew > 0 ? 'ahead of' : 'behind'} the API's`;
  if (off <= noticeableSkewMs) return ok('clock', message);
  return {
    check: 'clock',
    state: off > tolerableSkewMs ? 'failure' : 'warning',
    message,
    hint: 'Set the clock (NTP): recorded times are this machine’s.',
  };
}

/** How far the calendar reaches, and whether the exchange agrees with it at this moment (`null`: it was not asked). */
export function checkCalendar(
  { calendar, clock }: Pick<UpstreamDoctor, 'calendar' | 'clock'>,
  market: MarketNow | null,
): DoctorCheck[] {
  const today = newYorkDate(clock.now());
  const { verifiedThrough } = calendar;
  const horizon: DoctorCheck =
    addDays(today, comfortableDays) <= verifiedThrough
      ? ok('calendar', `as published by the exchange through ${verifiedThrough}`)
      : {
          check: 'calendar',
          state: today <= verifiedThrough ? 'warning' : 'failure',
          message: `published through ${verifiedThrough} only; later days follow from the rules`,
          hint: 'Upgrade Spyglass to a version that knows the coming years.',
        };
  if (!market) return [horizon];
  const { phase } = calendar.phaseAt(clock.now());
  const difference = disagreement(market.market, phase);
  if (phase === 'overnight') {
    return [
      horizon,
      ok('market', `overnight by the calendar; the exchange says ${market.market.replace('-', ' ')}`),
    ];
  }
  if (!difference) return [horizon, ok('market', `${phase}, and the exchange agrees`)];
  return [
    horizon,
    {
      check: 'market',
      state: 'warning',
      message: difference,
      hint: 'A day that the calendar does not know belongs into calendar.closures or calendar.early_closes.',
    },
  ];
}
