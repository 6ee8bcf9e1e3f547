/** How right levels are: late sessions of the simulated market, whose smile is known, priced from their quotes. */
import { errorsOf, type LevelErrors } from './levels/accuracy.ts';
import { type Bench, numberFlag } from './support/bench.ts';

const times = ['12:00', '15:00', '15:30', '15:45', '16:00', '16:05', '16:10', '16:14'];

export const bench: Bench = async (flags, say) => {
  const seeds = numberFlag(flags, 'seeds', 40);
  const tables = [];
  const figures: Record<string, LevelErrors[]> = {};
  for (const vendor of ['none', 'true'] as const) {
    const errors: LevelErrors[] = [];
    for (let seed = 1; seed <= seeds; seed++) {
      say(`greeks of the vendor: ${vendor}, seed ${seed} of ${seeds}`);
      errors.push(...errorsOf(seed, times, vendor));
    }
    figures[vendor === 'none' ? 'withoutVendor' : 'withVendor'] = errors;
    tables.push({
      title: `${seeds} simulated sessions, ${vendor === 'none' ? 'without the vendor’s greeks' : 'with the vendor’s greeks, which are right here'}`,
      rows: [
        [
          'time',
          'ITM gamma p50',
          'worst',
          'flip p50',
          'p90',
          'worst',
          'missed',
          'wrong walls',
          'skew worst',
          'no skew',
          'ATM worst',
        ],
        ...times.map((time) =>
          rowOf(
            time,
            errors.filter((error) => error.time === time),
          ),
        ),
      ],
    });
  }
  return { tables, ...figures };
};

function rowOf(time: string, errors: LevelErrors[]): string[] {
  const sorted = (pick: (error: LevelErrors) => number | null) =>
    errors.flatMap((error) => pick(error) ?? []).sort((a, b) => a - b);
  const at = (values: number[], share: number) =>
    values[Math.min(values.length - 1, Math.floor(share * values.length))];
  const fixed = (value: number | undefined, digits: number) => value?.toFixed(digits) ?? '–';
  const gamma = sorted(({ inTheMoneyGamma }) => inTheMoneyGamma);
  const bySize = gamma.map(Math.abs).sort((a, b) => a - b);
  const flip = sorted((error) => error.flip);
  const skew = sorted((error) => error.skew);
  const percent = (value: number | undefined) =>
    value === undefined ? '–' : `${(value * 100).toFixed(1)} %`;
  return [
    time,
    percent(at(gamma, 0.5)),
    percent(bySize.at(-1)),
    fixed(at(flip, 0.5), 2),
    fixed(at(flip, 0.9), 2),
    fixed(flip.at(-1), 2),
    String(errors.filter(({ isFlipMissed }) => isFlipMissed).length),
    String(errors.reduce((sum, { wrongWalls }) => sum + wrongWalls, 0)),
    fixed(skew.at(-1), 2),
    String(errors.filter((error) => error.skew === null).length),
    fixed(sorted(({ atTheMoney }) => atTheMoney).at(-1), 2),
  ];
}
