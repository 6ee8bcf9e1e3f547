import { changeOf, type Quote } from '../../market/quote.ts';
import { type Line, lineWidth, type Span, spreadLine } from '../draw/line.ts';
import { arrowOf, formatPrice, formatSigned, formatSignedPercent } from '../present/number.ts';
import { type ScreenId, screenIds, screens } from '../screens.ts';
import { directionOf } from './quote-facts.ts';

export interface TabsInput {
  width: number;
  screen: ScreenId;
  quote: Quote | null;
}

function tabsWith(title: (id: ScreenId) => string, shown: ScreenId): Line {
  return screenIds.flatMap((id): Span[] => {
    const { key } = screens[id];
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

/** The screens by their number keys, and the price where the screen has none. */
export function tabsLine({ width, screen, quote }: TabsInput): Line {
  const forms = [
    tabsWith((id) => screens[id].title, screen),
    tabsWith((id) => screens[id].shortTitle, screen),
  ];
  const tabs = forms.find((form) => lineWidth(form) <= width) ?? tabsWith(() => '', screen);
  const prices = quote && screen !== 'overview' ? priceForms(quote) : [[]];
  const price = prices.find((form) => lineWidth(tabs) + lineWidth(form) < width) ?? [];
  return spreadLine(tabs, price, width);
}
