import { SpyglassError } from '../base/errors.ts';
import { formatNewYorkTime, newYorkDate } from '../market/new-york-time.ts';
import { changeOf, type Quote } from '../market/quote.ts';
import type { GlobalFlags } from './flags.ts';
import { printJson, printLine } from './output.ts';
import { reading } from './reading.ts';
import { symbolArgument } from './symbol-argument.ts';
import type { World } from './world.ts';

export async function quote(
  world: World,
  flags: GlobalFlags & { json?: boolean },
  args: string[],
): Promise<undefined> {
  const symbol = symbolArgument(args[0]) ?? world.loaded.settings.symbol;
  const found = await reading(world, 'quote', async (reader) =>
    reader.from === 'daemon'
      ? await reader.link.request('quote.get', { symbol })
      : reader.db.quotes.latest(symbol),
  );
  if (!found) throw new SpyglassError('no_data', `No quote of ${symbol} has been recorded.`);
  if (flags.json) printJson(world.environment, found);
  else printLine(world.environment, describe(found));
}

function describe(found: Quote): string {
  const change = changeOf(found);
  const sign = change && change.change >= 0 ? '+' : '';
  const moved = change ? `  ${sign}${change.change.toFixed(2)} (${sign}${change.percent.toFixed(2)} %)` : '';
  const book =
    found.bid !== null && found.ask !== null ? `  ${found.bid.toFixed(2)} × ${found.ask.toFixed(2)}` : '';
  const at = `${newYorkDate(found.timestamp)} ${formatNewYorkTime(found.timestamp, true)} New York`;
  const mark = found.source === 'simulator' ? '  simulated' : '';
  return `${found.symbol}  ${found.price.toFixed(2)}${moved}${book}  ${at}  ${found.tier}${mark}`;
}
