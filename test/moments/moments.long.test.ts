import test, { type ExecutionContext } from 'ava';
import { loadSettings } from '../../src/config/load-settings.ts';
import { httpGet } from '../../src/sources/polygon/http/http-get.ts';
import { createCalendar } from '../../src/market/calendar/calendar.ts';
import type { Chain } from '../../src/market/quotes/chain.ts';
import { newYorkDate, newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import type { Quote } from '../../src/market/quotes/quote.ts';
import { formatCompact } from '../../src/tui/present/number.ts';
import { type PolledDaemon, startPolledDaemon } from '../daemon/polled-daemon.ts';
import { command } from './commands.ts';
import { type Moment, moments, type Plan } from './moments.ts';
import { contractsOf, quoteOfClose, quoteOfNight, quoteOfSnapshot } from './oracle.ts';
import { keepServed, type ServedBodies } from './served.ts';

const plans: Plan[] = ['basic', 'starter', 'advanced'];

const calendar = createCalendar();
const paths = {
  snapshot: /\/v2\/snapshot\/.*\/SPY$/,
  previous: /\/prev$/,
  chain: /\/v3\/snapshot\/options\/SPY$/,
};

for (const plan of plans) {
  for (const moment of moments) {
    test(`${plan}: ${moment.name}, every number is the one that was served, with its time`, async (t) => {
      const at = newYorkInstant(moment.date, moment.time);
      const served = keepServed(httpGet);
      const polled = await startPolledDaemon(t, {
        ...{ at, httpGet: served.httpGet, simulator: { profile: plan, hasRateLimit: false } },
        settings: { callsPerMinute: 100 },
      });
      await holdsQuote(t, { plan, moment, polled, served });
      await holdsChain(t, { plan, moment, polled, served });
      await polled.close();
    });
  }
}

interface Case {
  plan: Plan;
  moment: Moment;
  polled: PolledDaemon;
  served: ServedBodies;
}

async function json<T>({ dir, socketPath }: PolledDaemon, ...words: string[]): Promise<T> {
  const { stdout, stderr } = await command(dir, socketPath, ...words, '--json');
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as T;
}

async function holdsQuote(t: ExecutionContext, { plan, moment, polled, served }: Case) {
  const { dir, socketPath, database } = polled;
  const expected = expectedQuote(plan, moment, served);
  const printed = await json<Quote>(polled, 'quote');
  t.like(printed, expected, 'quote --json');
  const stored = database
    .prepare(
      `select price, price_kind as priceKind, timestamp, bid, ask, quoted_at as quotedAt, day_open as dayOpen,
        day_high as dayHigh, day_low as dayLow, previous_close as previousClose, volume, vwap
       from spy_quotes where symbol = 'SPY' order by id desc limit 1`,
    )
    .get();
  t.like(stored, expected, 'the database');
  const { stdout: screen } = await command(dir, socketPath, '--once', '--no-color');
  const allowed = new Set(
    [printed.price, printed.bid, printed.ask, printed.dayOpen, printed.dayHigh, printed.dayLow, printed.vwap]
      .concat(printed.previousClose)
      .map((price) => price?.toFixed(2)),
  );
  const pane = quotePaneOf(screen);
  for (const [price] of pane.matchAll(/(?<![-+\d.])\d{3}\.\d\d(?![\d%])/g)) {
    t.true(allowed.has(price), `${price} is on screen and was not served\n${pane}`);
  }
  t.is(/no previous close/.test(pane) || !/[▲▼]/.test(pane), printed.previousClose === null, pane);
}

/** The numbers of the quote pane, which ends where the next one begins. */
function quotePaneOf(screen: string): string {
  const lines = screen.split('\n').slice(1, 5);
  const width = lines[0]!.indexOf('╮╭') + 1;
  return lines.map((line) => line.slice(0, width || undefined)).join('\n');
}

function expectedQuote(plan: Plan, moment: Moment, served: ServedBodies) {
  const closeDate = moment.closeOf?.[plan];
  if (plan === 'basic') {
    const [body] = served.last(paths.previous);
    const { c, t: settledAt } = body!.results[0];
    return quoteOfClose(c, calendar.sessionOn(newYorkDate(settledAt))!.close);
  }
  const [body] = served.last(paths.snapshot);
  if (moment.isOvernight) return quoteOfNight(body!);
  if (closeDate === undefined) return quoteOfSnapshot(body!);
  const close = quoteOfClose(body!.ticker.prevDay.c, calendar.sessionOn(closeDate)!.close);
  return { ...close, previousClose: null };
}

async function holdsChain(t: ExecutionContext, { plan, polled, served }: Case) {
  const { database, dir, socketPath, clock } = polled;
  // This plan's chain is a list of strikes, without a number.
  if (plan === 'basic') return;
  const sessionDate = calendar.phaseAt(clock.now()).session.date;
  const expected = contractsOf(served.last(paths.chain), sessionDate);
  const chain = await json<Chain>(polled, 'chain');
  const rows = database
    .prepare<[], { symbol: string }>(
      `select symbol, strike, option_type as optionType, bid, ask, last_price as last, traded_at as tradedAt, volume,
        open_interest as openInterest, shares_per_contract as sharesPerContract, quoted_at as quotedAt
       from option_contracts where is_listed = 1`,
    )
    .all();
  const stored = new Map(rows.map(({ symbol, ...row }) => [symbol, row]));
  t.is(chain.contracts.length, expected.size);
  t.is(stored.size, expected.size);
  for (const contract of chain.contracts) {
    t.like(contract, expected.get(contract.symbol)!, `chain --json: ${contract.symbol}`);
    t.deepEqual(
      stored.get(contract.symbol),
      { ...expected.get(contract.symbol)! },
      `the database: ${contract.symbol}`,
    );
  }
  const { stdout: screen } = await command(dir, socketPath, '--once', '--no-color');
  holdsChainOnScreen(t, screen, chain);
}

/** Each row of the table names the numbers of its strike, and no others. */
function holdsChainOnScreen(t: ExecutionContext, screen: string, chain: Chain) {
  const byStrike = Map.groupBy(chain.contracts, ({ strike }) => strike);
  let rows = 0;
  const lines = screen.split('\n');
  // Below its heads: the chart has numbers between lines, too.
  for (const line of lines.slice(lines.findIndex((text) => / strike /.test(text)) + 1)) {
    const strike = Number(
      /[│┃]\s+[A-Z ]*\s*(\d{3}(?:\.\d+)?)\s*[A-Z ]*\s*[│┃]/.exec(line)?.[1] ?? Number.NaN,
    );
    const contracts = byStrike.get(strike);
    if (!contracts) continue;
    rows += 1;
    const allowed = new Set<string>(['–', String(strike)]);
    for (const one of contracts) {
      for (const price of [one.bid, one.ask, one.last]) allowed.add(price?.toFixed(2) ?? '–');
      for (const count of [one.volume, one.openInterest]) allowed.add(formatCompact(count));
      allowed.add(one.impliedVolatility === null ? '–' : `${(one.impliedVolatility * 100).toFixed(1)}%`);
      for (const [greek, digits] of [
        [one.delta, 2],
        [one.gamma, 3],
        [one.theta, 2],
        [one.vega, 3],
      ] as const) {
        allowed.add((greek?.toFixed(digits) ?? '–').replace(/^-(0\.0+)$/, '$1'));
      }
    }
    for (const [number] of line.matchAll(/(?<![\d.])-?\d[\d,.]*[KMB%]?/g)) {
      t.true(
        allowed.has(number),
        `${number} in the row of ${strike} is not a number of that strike: ${line}`,
      );
    }
  }
  t.true(rows >= 5, `${rows} rows of the chain are on screen\n${screen}`);
}

test('the settings that these tests change exist', (t) => {
  t.true('callsPerMinute' in loadSettings({ env: {} }).settings);
});
