import { rootEndings, symbolTailLength } from '../../../market/symbols/roots.ts';

/** What a symbol begins with, as an expression. */
export const rootOfSymbol = `substr(symbol,1,length(symbol) - ${symbolTailLength})`;

/**
 * What the symbol must be, given the row's other columns: root, YYMMDD, C or P, strike in mills in 8 digits. One
 * comparison holds its form and its agreement with the row.
 */
export const symbolAgrees = (root: string) =>
  [
    `symbol = ${root}||substr(expiration_date,3,2)||substr(expiration_date,6,2)`,
    `||substr(expiration_date,9,2)||upper(substr(option_type,1,1))`,
    `||printf('%08d',cast(round(strike * 1000) as integer))`,
    ` and length(symbol) >= 16 and length(symbol) <= 21`,
    ` and strike < 100000 and abs(strike * 1000 - round(strike * 1000)) < 0.001`,
  ].join('');

/** `fitsUnderlying` of `market/symbols/roots.ts` as a rule of the database. */
export const rootFits = (root: string) =>
  [
    `case when underlying glob 'I:*'`,
    ` then ${root} = substr(underlying,3) or ${root} glob substr(underlying,3)||'[${rootEndings.index}]'`,
    ` else ${root} = replace(underlying,'.','') or ${root} glob replace(underlying,'.','')||'[${rootEndings.share}]' end`,
  ].join('');
