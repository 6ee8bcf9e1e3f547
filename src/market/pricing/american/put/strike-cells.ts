/** A range of strikes over which boundaries are smooth: the same windows are there at each of them. */
export interface StrikeCell {
  /** Dollars a share. */
  low: number;
  high: number;
}

/** Ratio of the strikes at both ends of a cell, where no window begins to be. */
const width = 2;
/** Where one does, boundaries change fast: cells grow from there by these ratios. */
const graded = [1.03, 1.1, 1.25];

/**
 * Divides strikes into cells at fixed places, and where a window begins to be: `windowCount` says how many there are, which
 * grows with the strike. Cells are the same whichever strike is asked for first.
 */
export function strikeCells(windowCount: (strike: number) => number): (strike: number) => StrikeCell {
  const byPlace = new Map<number, StrikeCell[]>();
  return (strike) => {
    const place = Math.floor(Math.log(strike) / Math.log(width));
    let cells = byPlace.get(place);
    if (!cells) {
      cells = cellsBetween({ low: width ** place, high: width ** (place + 1) }, windowCount);
      byPlace.set(place, cells);
    }
    return cells.find(({ high }) => strike < high) ?? cells.at(-1)!;
  };
}

function cellsBetween(whole: StrikeCell, windowCount: (strike: number) => number): StrikeCell[] {
  const edges = [whole.low];
  for (let count = windowCount(whole.low); count < windowCount(whole.high); count++) {
    const begin = firstWithMore(count, whole, windowCount);
    edges.push(begin, ...graded.map((ratio) => begin * ratio));
  }
  const inside = edges.filter((edge) => edge < whole.high).sort((a, b) => a - b);
  return inside.map((low, index) => ({ low, high: inside[index + 1] ?? whole.high }));
}

function firstWithMore(
  count: number,
  { low, high }: StrikeCell,
  windowCount: (strike: number) => number,
): number {
  let [without, first] = [low, high];
  for (let round = 0; round < 60; round++) {
    const middle = (without + first) / 2;
    if (windowCount(middle) > count) first = middle;
    else without = middle;
  }
  return first;
}
