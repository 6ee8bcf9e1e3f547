import { SpyglassError } from '../base/errors.ts';
import { fixedText } from '../base/fixed-text.ts';
import { formatNewYorkTime, newYorkDate } from '../market/new-york-time.ts';
import { strikeText } from '../market/price-text.ts';
import type { AtTheMoneySide, ExposureLevels, Levels } from '../protocol/levels.ts';
import { worldNow } from './chain.ts';
import type { GlobalFlags } from './flags.ts';
import { printJson, printLine, table } from './output.ts';
import { asAnswered, type Reader, reading } from './reading.ts';
import { sourceMark } from './source-mark.ts';
import { spotLine } from './spot-text.ts';
import { symbolArgument } from './symbol-argument.ts';
import { instantArgument } from './time-argument.ts';
import type { World } from './world.ts';

interface LevelsFlags extends GlobalFlags {
  at?: string;
  json?: boolean;
}

export async function levels(world: World, flags: LevelsFlags, args: string[]): Promise<undefined> {
  const { settings } = world.loaded;
  const symbol = symbolArgument(args[0]) ?? settings.symbol;
  const wanted = flags.at === undefined ? undefined : instantArgument(flags.at, '--at');
  const found = await reading(world, 'levels', async (reader) => {
    return await readLevels(world, reader, symbol, wanted?.(worldNow(reader)));
  });
  if (!found) {
    const when = flags.at === undefined ? '' : ` up to ${flags.at}`;
    throw new SpyglassError('no_data', `No levels of ${symbol} have been recorded${when}.`);
  }
  if (flags.json) printJson(world.environment, found);
  else printLine(world.environment, describe(found));
}

async function readLevels(
  world: World,
  reader: Reader,
  symbol: string,
  at: number | undefined,
): Promise<Levels | null> {
  if (reader.from === 'daemon') {
    return await reader.link.request('metrics.get', { symbol, ...(at !== undefined && { at }) });
  }
  const { levelsAt } = await import('../daemon/levels-book.ts');
  const { db } = reader;
  const newest = db.metrics.latest(symbol)?.timestamp ?? db.chains.lastPollAt(symbol);
  const instant = at ?? newest;
  if (instant === null) return null;
  const { settings } = world.loaded;
  const { readMarketDays } = await import('../daemon/open-market-days.ts');
  const hours = readMarketDays(settings, db.exchangeDays);
  return asAnswered('metrics.get', levelsAt(db, hours, symbol, instant, settings.dealerSign));
}

const dash = '–';
const price = (value: number | null | undefined) => value?.toFixed(2) ?? dash;
const strike = (value: number | null | undefined) =>
  value === null || value === undefined ? dash : strikeText(value);
const percent = (fraction: number | null | undefined, digits = 1) =>
  fraction === null || fraction === undefined ? dash : `${fixedText(fraction * 100, digits)} %`;

/** `+1.24 B`, `−380 M`: dollars with their sign. */
function dollars(value: number | null | undefined): string {
  if (value === null || value === undefined) return dash;
  const size = Math.abs(value);
  const [unit, name] =
    size >= 1e9 ? [1e9, ' B'] : size >= 1e6 ? [1e6, ' M'] : size >= 1e3 ? [1e3, ' k'] : [1, ''];
  if (size < 0.5) return '0';
  return `${value < 0 ? '−' : '+'}${(size / unit).toFixed(unit === 1 ? 0 : 2)}${name}`;
}

function minutesLeft(minutes: number | null): string {
  if (minutes === null) return 'past';
  const whole = Math.floor(minutes);
  return whole >= 60 ? `in ${Math.floor(whole / 60)} h ${whole % 60} min` : `in ${whole} min`;
}

function describe(found: Levels): string {
  const { expectedMove: move, volatility, putCallRatio, counts, assumptions } = found;
  const at = `${newYorkDate(found.timestamp)} ${formatNewYorkTime(found.timestamp, true)} New York`;
  const spot =
    found.spot === null
      ? 'spot unknown'
      : spotLine({
          ...{ price: found.spot, source: found.spotSource },
          ...{ at: found.spotAt, polledAt: found.timestamp },
        });
  const mark = sourceMark(found.source, ', ');
  const { opening } = move;
  const since = opening && `since ${formatNewYorkTime(opening.since)}`;
  const used = opening
    ? `${percent(move.used, 0)} of ${price(opening.straddle)} from ${price(opening.reference)} ${since}`
    : dash;
  return [
    `${found.underlying} ${found.expiration}: levels at ${at}, ${spot}, ${found.tier}${mark}`,
    `stock closes ${minutesLeft(found.minutesToRegularClose)}, options ${minutesLeft(found.minutesToOptionClose)}`,
    '',
    exposureTable(found.byOpenInterest, found.byVolume),
    '',
    `max pain        ${strike(found.maxPain)}`,
    `put/call        ${price(putCallRatio.volume)} by volume, ${price(putCallRatio.openInterest)} by open interest`,
    `expected move   ${price(move.straddle)} straddle, ${price(move.oneSigma)} one sigma; used ${used}`,
    `volatility      ${percent(volatility.atTheMoney)} at the money; 25Δ put ${percent(volatility.put25)}, call ${percent(volatility.call25)}, skew ${percent(volatility.skew)}`,
    ...atTheMoneyLines(found),
    '',
    `${counts.contracts} contracts: greeks of ${counts.vendor} from the vendor, of ${counts.model} from the model, of ${counts.refused} none`,
    `gamma in dollars for a 1 % move; dealer sign ${assumptions.dealerSign}, open interest of the ${assumptions.openInterest}, ${assumptions.timeConvention}`,
  ].join('\n');
}

function exposureTable(oi: ExposureLevels | null, volume: ExposureLevels | null): string {
  const row = (name: string, of: (exposure: ExposureLevels) => string) => [
    name,
    oi ? of(oi) : dash,
    volume ? of(volume) : dash,
  ];
  return table(
    ['', '>by open interest', '>by volume'],
    [
      row('net gamma', ({ gamma }) => dollars(gamma.net)),
      row('call gamma', ({ gamma }) => dollars(gamma.call)),
      row('put gamma', ({ gamma }) => dollars(gamma.put)),
      row('gamma flip', ({ gammaFlip }) => (gammaFlip === null ? 'none' : price(gammaFlip))),
      row('call wall', ({ callWall }) => strike(callWall)),
      row('put wall', ({ putWall }) => strike(putWall)),
      row('absolute gamma', ({ absoluteGammaStrike }) => strike(absoluteGammaStrike)),
      row('delta', ({ delta }) => dollars(delta)),
      row('vega', ({ vega }) => dollars(vega)),
    ],
  );
}

function atTheMoneyLines({ atTheMoney }: Levels): string[] {
  if (!atTheMoney) return [`at the money    ${dash}`];
  const side = (name: string, of: AtTheMoneySide | null) => {
    const burn = of?.thetaDollarsPerMinute ?? null;
    const spread =
      of === null || of.market === 'two-sided' ? percentOf(of?.spreadPercent) : `${of.market} market`;
    const cost =
      burn === null
        ? `theta ${dash}`
        : `theta ${fixedText(burn, 2)} $/min a contract, ${percentOf(of?.thetaPercentPerMinute)} a minute`;
    const title = `${strike(atTheMoney.strike)} ${name}`.padEnd(16);
    return `${title}${cost}; spread ${spread}`;
  };
  return [side('call', atTheMoney.call), side('put', atTheMoney.put)];
}

const percentOf = (value: number | null | undefined) =>
  value === null || value === undefined ? dash : `${fixedText(value, 2)} %`;
