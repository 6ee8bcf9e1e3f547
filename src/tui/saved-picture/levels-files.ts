import type { ExportColumn } from '../../export/columns/column.ts';
import { levelsCells, levelsColumns } from '../../export/columns/levels-columns.ts';
import type { LevelsPoint } from '../../market/levels/levels-history.ts';
import { shownPicture } from '../state/selectors.ts';
import type { DashboardState } from '../state/state.ts';
import { csvFile } from './csv-file.ts';
import type { SavedFile } from './saved-files.ts';

export function levelsFile(state: DashboardState): SavedFile | null {
  const { levels } = shownPicture(state);
  return levels && csvFile('levels.csv', levelsColumns, [levelsCells(levels)]);
}

const perPercent = 'in dollars of stock for a move of 1 %';
const exposureColumns: readonly ExportColumn[] = [
  { name: 'strike', kind: 'price', meaning: 'strike' },
  { name: 'oi_gamma_call', kind: 'number', meaning: `of its calls by open interest, ${perPercent}` },
  { name: 'oi_gamma_put', kind: 'number', meaning: `of its puts by open interest, ${perPercent}` },
  { name: 'volume_gamma_call', kind: 'number', meaning: `of its calls by volume, ${perPercent}` },
  { name: 'volume_gamma_put', kind: 'number', meaning: `of its puts by volume, ${perPercent}` },
];

/** Gamma exposure by strike, by both weights. */
export function exposureFile(state: DashboardState): SavedFile | null {
  const profile = shownPicture(state).levels?.profile;
  if (!profile) return null;
  const { byOpenInterest, byVolume } = profile;
  const [interest, volumes] = [byOpenInterest, byVolume].map(
    (bars) => new Map(bars.map((bar) => [bar.strike, bar])),
  );
  const strikes = [...new Set([...interest!.keys(), ...volumes!.keys()])].sort((a, b) => a - b);
  const rows = strikes.map((strike) => {
    const [oi, volume] = [interest!.get(strike), volumes!.get(strike)];
    return [strike, oi?.call ?? null, oi?.put ?? null, volume?.call ?? null, volume?.put ?? null];
  });
  return csvFile('exposure.csv', exposureColumns, rows);
}

/** What the lines of a session show, under the names that levels have in exports. */
const pointColumns: readonly (ExportColumn & { of: Exclude<keyof LevelsPoint, 'opening'> })[] = [
  { of: 'at', name: 'timestamp', kind: 'instant', meaning: 'of the poll' },
  { of: 'expiration', name: 'expiration', kind: 'date', meaning: 'of the chain' },
  { of: 'modelVersion', name: 'model_version', kind: 'quantity', meaning: 'of the model that made them' },
  { of: 'spot', name: 'spot', kind: 'price', meaning: 'the underlying’s price' },
  { of: 'netGamma', name: 'oi_gamma_net', kind: 'number', meaning: perPercent },
  { of: 'netGammaByVolume', name: 'volume_gamma_net', kind: 'number', meaning: perPercent },
  { of: 'gammaFlip', name: 'oi_gamma_flip', kind: 'price', meaning: 'spot at which it changes sign' },
  { of: 'gammaFlipByVolume', name: 'volume_gamma_flip', kind: 'price', meaning: 'the same by volume' },
  { of: 'callWall', name: 'oi_call_wall', kind: 'price', meaning: 'strike' },
  { of: 'callWallByVolume', name: 'volume_call_wall', kind: 'price', meaning: 'strike' },
  { of: 'putWall', name: 'oi_put_wall', kind: 'price', meaning: 'strike' },
  { of: 'putWallByVolume', name: 'volume_put_wall', kind: 'price', meaning: 'strike' },
  { of: 'maxPain', name: 'max_pain', kind: 'price', meaning: 'strike' },
  { of: 'straddle', name: 'straddle', kind: 'price', meaning: 'at the money' },
  { of: 'moveUsed', name: 'move_used', kind: 'number', meaning: 'of the opening move, as a fraction' },
  { of: 'volatility', name: 'atm_volatility', kind: 'number', meaning: 'annualized, as a fraction' },
  { of: 'skew', name: 'skew', kind: 'number', meaning: 'put less call at 25 delta' },
  { of: 'putCallRatio', name: 'put_call_volume', kind: 'number', meaning: 'puts to calls' },
];

/** The levels of the session so far, as its lines show them. */
export function levelsHistoryFile(state: DashboardState): SavedFile | null {
  const { levelsHistory } = shownPicture(state);
  if (levelsHistory.length === 0) return null;
  const rows = levelsHistory.map((point) => pointColumns.map(({ of }) => point[of]));
  return csvFile('levels-of-session.csv', pointColumns, rows);
}
