import { SpyglassError } from '../../base/errors.ts';
import { signedText } from '../../base/fixed-text.ts';
import { type RecordedSymbolsSettings, recordedSymbolsOf } from '../../config/settings/recorded-symbols.ts';
import { timesOfQuote } from '../../market/quotes/freshness.ts';
import { formatNewYorkTime, newYorkDate } from '../../market/calendar/new-york-time.ts';
import { priceText } from '../../market/quotes/price-text.ts';
import { changeOf, type Quote } from '../../market/quotes/quote.ts';
import { isIndexTicker } from '../../market/symbols/roots.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import { shownBadge, shownFreshness } from '../output/freshness-text.ts';
import { note, printJson, printLine } from '../output/output.ts';
import { type AnswerSource, asAnswered, withAnswerSource, marketNow } from '../invocation/answer-source.ts';
import { sourceMark } from '../output/source-mark.ts';
import { recordedDaysHint } from '../invocation/past-instant.ts';
import { pastLine, pastPicture } from '../invocation/past-picture.ts';
import { symbolGiven } from '../invocation/symbol-argument.ts';
import type { Invocation } from '../invocation/invocation.ts';

/** Prints the latest quote of one symbol or of the watch list. Throws `SpyglassError` (`no_data`). */
export async function quote(
  invocation: Invocation,
  flags: GlobalFlags & { json?: boolean },
  args: string[],
): Promise<undefined> {
  const asked = symbolGiven(flags, args[0]);
  if (flags.at !== undefined) {
    await quoteAt(invocation, { at: flags.at, symbol: asked, isJson: flags.json === true });
    return;
  }
  const { settings } = invocation.loaded;
  const symbol = asked ?? settings.symbol;
  let wanted = [symbol];
  let now = 0;
  const found = await withAnswerSource(invocation, 'quote', (source) => {
    now = marketNow(source);
    // One object for scripts, as ever; people are shown all that is recorded and watched.
    if (!asked && !flags.json) wanted = [...new Set([...recordedOf(source, settings), ...settings.symbols])];
    return Promise.all(
      wanted.map(async (each) =>
        source.from === 'daemon'
          ? await source.link.request('quote.get', { symbol: each })
          : asAnswered('quote.get', await source.db.quotes.latest(each, source.asOf)),
      ),
    );
  });
  const quotes = found.filter((quote) => quote !== null);
  if (quotes.length === 0) throw new SpyglassError('no_data', `No quote of ${symbol} has been recorded.`);
  if (flags.json) printJson(invocation.environment, withFreshness(invocation, quotes[0]!, now));
  else for (const quote of quotes) printLine(invocation.environment, describe(invocation, quote));
  for (const [index, quote] of found.entries()) {
    if (!quote) note(invocation.environment, `No quote of ${wanted[index]} has been recorded.`);
  }
}

interface QuoteAt {
  at: string;
  symbol: string | null;
  isJson: boolean;
}

/** The last quote up to an instant; of all that is recorded and watched without a symbol. */
async function quoteAt(invocation: Invocation, { at, symbol, isJson }: QuoteAt): Promise<void> {
  const { environment } = invocation;
  const { asOf, picture } = await pastPicture(invocation, 'quote', { at, symbol });
  const { quote: first, subscription, watch } = picture;
  const wanted = symbol === null && !isJson ? watch : [{ symbol: subscription.symbol, quote: first }];
  const quotes = wanted.map((each) => each.quote).filter((each) => each !== null);
  if (quotes.length === 0) {
    const by = `by ${asOf.understood}`;
    throw new SpyglassError('no_data', `No quote of ${subscription.symbol} had been recorded ${by}.`, {
      hint: recordedDaysHint,
    });
  }
  if (isJson)
    return printJson(environment, { ...withFreshness(invocation, quotes[0]!, asOf.at), asOf: asOf.at });
  printLine(environment, pastLine(asOf));
  for (const found of quotes) printLine(environment, describe(invocation, found));
}

/** What a daemon records is its own word: its settings may be others. */
function recordedOf(source: AnswerSource, settings: RecordedSymbolsSettings): string[] {
  const recorded = source.from === 'daemon' ? source.link.hello.symbols : undefined;
  return recorded ?? recordedSymbolsOf(settings);
}

/** With the age by the vendor's time, as of the daemon's clock where one runs. */
function withFreshness(invocation: Invocation, quote: Quote, now: number) {
  const ageMs = Math.max(0, now - quote.timestamp);
  return { ...quote, freshness: { ageMs, ...shownFreshness(invocation, timesOfQuote(quote)) } };
}

function describe(invocation: Invocation, found: Quote): string {
  const change = changeOf(found);
  const moved = change ? `  ${signedText(change.change, 2)} (${signedText(change.percent, 2)} %)` : '';
  // An index has a value alone.
  const none = isIndexTicker(found.symbol) ? '  index' : '';
  const market =
    found.bid !== null && found.ask !== null ? `  ${priceText(found.bid)} × ${priceText(found.ask)}` : none;
  const at = `${newYorkDate(found.timestamp)} ${formatNewYorkTime(found.timestamp, true)} New York`;
  const mark = sourceMark(found.source, '  ');
  return `${found.symbol}  ${priceText(found.price)}${moved}${market}  ${at}  ${shownBadge(invocation, timesOfQuote(found))}${mark}`;
}
