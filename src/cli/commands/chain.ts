import { assumptionsOf } from '../../config/settings/model/model-assumptions.ts';
import { haveRoots, strikePairs } from '../../market/quotes/strike-pairs.ts';
import { SpyglassError } from '../../base/errors.ts';
import { fixedText } from '../../base/fixed-text.ts';
import type { ChainRequest } from '../../daemon/underlyings/chains/recorded-chain.ts';
import type { Chain, OptionQuote } from '../../market/quotes/chain.ts';
import { timesOfChain } from '../../market/quotes/freshness.ts';
import { priceText, strikeDecimals } from '../../market/quotes/price-text.ts';
import { hasQuotes, quotedText } from '../../market/quotes/quoted-text.ts';
import { csvOfChain } from '../output/chain-csv.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import { optionsMoment, shownBadge, shownFreshness } from '../output/freshness-text.ts';
import { printJson, printLine, table } from '../output/output.ts';
import { asAnswered, type AnswerSource, withAnswerSource } from '../invocation/answer-source.ts';
import { sourceMark } from '../output/source-mark.ts';
import { spotLine } from '../output/spot-text.ts';
import { symbolGiven } from '../invocation/symbol-argument.ts';
import { pastLine } from '../invocation/past-picture.ts';
import { pastInstant, recordedDaysHint } from '../invocation/past-instant.ts';
import { dateArgument, type NamedInstant, timeArgument } from '../invocation/time-argument.ts';
import type { Invocation } from '../invocation/invocation.ts';

interface ChainFlags extends GlobalFlags {
  expiry?: string;
  at?: string;
  json?: boolean;
  csv?: boolean;
}

/** Prints a chain, from the daemon or from the recordings. Throws `SpyglassError` (`usage`, `no_data`). */
export async function chain(invocation: Invocation, flags: ChainFlags, args: string[]): Promise<undefined> {
  if (flags.json && flags.csv) throw new SpyglassError('usage', 'Give either --json or --csv.');
  const symbol = symbolGiven(flags, args[0]) ?? invocation.loaded.settings.symbol;
  const expiration = flags.expiry === undefined ? undefined : dateArgument(flags.expiry, '--expiry');
  const wanted = flags.at === undefined ? undefined : timeArgument(flags.at, '--at');
  let then: NamedInstant | undefined;
  const found = await withAnswerSource(invocation, 'chain', async (source) => {
    then = wanted && (await pastInstant(invocation, source, wanted, symbol));
    return await readChain(invocation, source, { symbol, expiration, at: then?.at });
  });
  if (!found) {
    const what = [symbol, expiration && `expiring ${expiration}`, then && `as of ${then.understood}`].filter(
      Boolean,
    );
    throw new SpyglassError(
      'no_data',
      `No chain of ${what.join(' ')} has been recorded.`,
      then && { hint: recordedDaysHint },
    );
  }
  const times = timesOfChain(found);
  if (flags.json) {
    const freshness = shownFreshness(invocation, times);
    printJson(invocation.environment, { ...found, freshness, ...(then && { asOf: then.at }) });
    return;
  }
  if (flags.csv) {
    invocation.environment.stdout.write(csvOfChain(found));
    return;
  }
  if (then) printLine(invocation.environment, pastLine(then));
  printLine(invocation.environment, describe(found, optionsMoment(times), shownBadge(invocation, times)));
}

async function readChain(
  { loaded }: Invocation,
  source: AnswerSource,
  { symbol, expiration, at }: Omit<ChainRequest, 'asOf'>,
): Promise<Chain | null> {
  if (source.from === 'daemon') {
    return await source.link.request('chain.get', {
      symbol,
      ...(expiration !== undefined && { expiration }),
      ...(at !== undefined && { at }),
    });
  }
  const [{ recordedChain }, { readMarketDays }, { withRebuilt }] = await Promise.all([
    import('../../daemon/underlyings/chains/recorded-chain.ts'),
    import('../../daemon/market-days/open-market-days.ts'),
    import('../../daemon/rebuild/shown/with-rebuilt.ts'),
  ]);
  const { calendar } = await readMarketDays(loaded.settings, source.db.exchangeDays, source.asOf);
  return asAnswered(
    'chain.get',
    await recordedChain(
      at === undefined ? source.db : withRebuilt(source.db),
      assumptionsOf(loaded.settings, calendar),
      {
        symbol,
        expiration,
        at,
        asOf: source.asOf,
      },
    ),
  );
}

function describe(found: Chain, at: string, badge: string): string {
  const price = (value: number | null) => (value === null ? '–' : priceText(value));
  const whole = (value: number | null) => value?.toFixed(0) ?? '–';
  const percent = (value: number | null) => (value === null ? '–' : `${(value * 100).toFixed(1)}%`);
  const isQuoted = hasQuotes(found.contracts);
  const side = (option: OptionQuote | null) =>
    option
      ? [
          quotedText(option, 'bid', isQuoted),
          quotedText(option, 'ask', isQuoted),
          price(option.last),
          whole(option.volume),
          whole(option.openInterest),
          percent(option.impliedVolatility),
          option.delta === null ? '–' : fixedText(option.delta, 2),
        ]
      : ['–', '–', '–', '–', '–', '–', '–'];
  const strikeDigits = strikeDecimals(found.contracts.map(({ strike }) => strike));
  const pairs = strikePairs(found.contracts);
  const named = haveRoots(pairs);
  const rows = pairs.map(({ strike, root, call, put }) => [
    ...side(call).reverse(),
    `${named ? `${root} ` : ''}${strike.toFixed(strikeDigits)}`,
    ...side(put),
  ]);
  const columns = ['>bid', '>ask', '>last', '>volume', '>OI', '>IV', '>delta'];
  const spot =
    found.underlyingPrice === null
      ? ''
      : `, ${spotLine({
          price: found.underlyingPrice,
          source: found.underlyingPriceSource,
          at: found.underlyingPriceAt,
          polledAt: found.timestamp,
        })}`;
  const mark = sourceMark(found.source, ', ');
  const made = found.isRebuilt ? 'REBUILT from minute bars' : badge;
  const title = `${found.underlying} ${found.expiration}: ${found.contracts.length} contracts at ${at}${spot}, ${made}${mark}`;
  return `${title}\ncalls left, puts right\n${table([...columns.toReversed(), '>strike', ...columns], rows)}`;
}
