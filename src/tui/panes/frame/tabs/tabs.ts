import { changeOf, type Quote } from '../../../../market/quotes/quote.ts';
import { type Line, lineWidth, type Span, spreadLine } from '../../../render/line.ts';
import { arrowOf, formatPrice, formatSigned, formatSignedPercent } from '../../../present/number.ts';
import { type ScreenId, screenIds, screens } from '../../../layout/screens.ts';
import { directionOf } from '../../quote/quote-facts.ts';
import type { WatchForm } from '../../symbols/watch-line.ts';

/** What the line of screens is drawn from. */
export interface TabsInput {
  width: number;
  screen: ScreenId;
  quote: Quote | null;
  /** The watch list, longest form first; empty where there is none worth a line. */
  watch: readonly WatchForm[];
  /** The key that shows a screen; empty where none does. */
  keyOf(id: ScreenId): string;
}

type Titles = (id: ScreenId) => string;
type ScreenKeyOf = TabsInput['keyOf'];

function tabsWith(title: Titles, shown: ScreenId, keyOf: ScreenKeyOf): Line[] {
  return screenIds.map((id): Span[] => {
    const key = keyOf(id);
    return id === shown
      ? [[` ${key} ${title(id)} `, 'text', 'tab']]
      : [
          [` ${key}`, 'key'],
          [` ${title(id)} `, 'dim'],
        ];
  });
}

/** The price, longest form first: screens without a quote pane must not hide it. */
function priceForms(quote: Quote): Line[] {
  const change = changeOf(quote);
  const token = directionOf(quote);
  const price: Span = [formatPrice(quote.price), 'strong'];
  const end: Span = [' '];
  if (!change) return [[price, end], []];
  const percent = `${arrowOf(change.change)} ${formatSignedPercent(change.percent)}`;
  return [
    [price, [`  ${percent}  ${formatSigned(change.change)}`, token], end],
    [price, [` ${percent}`, token], end],
    [price, end],
    [],
  ];
}

/** One line a screen, with the longest titles that fit. */
function fittingTabs(width: number, screen: ScreenId, keyOf: ScreenKeyOf): Line[] {
  const titles: Titles[] = [(id) => screens[id].title, (id) => screens[id].shortTitle];
  const forms = titles.map((title) => tabsWith(title, screen, keyOf));
  return forms.find((form) => lineWidth(form.flat()) <= width) ?? tabsWith(() => '', screen, keyOf);
}

/** The screen whose name stands there; `null` to the right of all. */
export function tabAt(width: number, screen: ScreenId, keyOf: ScreenKeyOf, column: number): ScreenId | null {
  let end = 0;
  const at = fittingTabs(width, screen, keyOf).findIndex((tab) => {
    end += lineWidth(tab);
    return column < end;
  });
  return screenIds[at] ?? null;
}

/** What stands to the right of the screens, in the longest form that fits; empty where there is no room. */
function fittingPrice({ width, screen, quote, watch }: TabsInput, tabs: Line): WatchForm {
  const prices = quote && screen !== 'overview' ? priceForms(quote) : [[]];
  const forms = [...watch, ...prices.map((line) => ({ line, places: [] }))];
  const fits = ({ line }: WatchForm) => lineWidth(tabs) + lineWidth(line) < width;
  return forms.find(fits) ?? { line: [], places: [] };
}

/** The screens by their number keys, and the price where the screen has none. */
export function tabsLine(input: TabsInput): Line {
  const { width, screen, keyOf } = input;
  const tabs = fittingTabs(width, screen, keyOf).flat();
  return spreadLine(tabs, fittingPrice(input, tabs).line, width);
}

/** The symbol of the watch list that stands there; `null` elsewhere. */
export function watchedSymbolAt(input: TabsInput, column: number): string | null {
  const { width, screen, keyOf } = input;
  const { line, places } = fittingPrice(input, fittingTabs(width, screen, keyOf).flat());
  const at = column - (width - lineWidth(line));
  return places.find(({ from, end }) => at >= from && at < end)?.symbol ?? null;
}
