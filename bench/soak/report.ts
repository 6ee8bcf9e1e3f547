import type { BenchTable } from '../support/bench.ts';
import { count } from '../support/spread.ts';
import type { Retained } from './retention.ts';

/** One trading day of the run, as it stood at midnight. */
export interface Day {
  date: string;
  /** Part of the session that each job covered; `null` where the daemon cannot say. */
  coverage: Record<string, number | null>;
  /** Of the heap, and of buffers outside of it, after a collection. */
  heapBytes: number;
  rssBytes: number;
  databaseBytes: number;
  seconds: number;
}

export interface Soaked {
  days: Day[];
  retained: Retained[];
  keptDays: number;
  unhandledRejections: number;
  /** Warnings and errors in the log. */
  warnings: string[];
}

const largestGrowth = 0.05;

/** Last day against the first. */
export function growth(days: readonly Day[], of: (day: Day) => number): number {
  return of(days.at(-1)!) / of(days[0]!) - 1;
}

/** What the run was to show and did not, as sentences. */
export function problemsOf({ days, retained, unhandledRejections }: Soaked): string[] {
  const heap = growth(days, ({ heapBytes }) => heapBytes);
  const uncovered = days.filter(({ coverage }) => Object.values(coverage).some((ratio) => ratio !== 1));
  return [
    ...(heap > largestGrowth ? [`memory grew by ${percent(heap)} from the first day to the last`] : []),
    ...(unhandledRejections > 0 ? [`${unhandledRejections} promises were rejected and nobody looked`] : []),
    ...uncovered.map(({ date }) => `${date} was not covered as a whole`),
    ...retained
      .filter(({ isApplied }) => !isApplied)
      .map(({ table, oldest, bound }) => `${table} reaches back to ${oldest}, beyond ${bound}`),
  ];
}

export function tablesOf(soaked: Soaked): BenchTable[] {
  const { days, retained, keptDays, unhandledRejections, warnings } = soaked;
  const seconds = days.reduce((sum, day) => sum + day.seconds, 0);
  const jobs = Object.keys(days[0]!.coverage);
  return [
    {
      title: 'Coverage and size, day by day (at midnight)',
      rows: [
        ['date', ...jobs.map((job) => `${job} covered`), 'memory', 'resident', 'database', 'took'],
        ...days.map((day) => [
          day.date,
          ...jobs.map((job) => (day.coverage[job] == null ? '–' : percent(day.coverage[job]))),
          megabytes(day.heapBytes),
          megabytes(day.rssBytes),
          megabytes(day.databaseBytes),
          `${day.seconds.toFixed(0)} s`,
        ]),
      ],
    },
    {
      title: `Retention of ${keptDays} days`,
      rows: [
        ['table', 'rows', 'oldest', 'not before', 'applied'],
        ...retained.map(({ table, rows, oldest, bound, isApplied }) => [
          table,
          count(rows),
          oldest ?? '–',
          bound,
          isApplied ? 'yes' : 'NO',
        ]),
      ],
    },
    {
      title: `${days.length} trading days in ${seconds.toFixed(0)} s`,
      rows: [
        ['', ''],
        ['memory after the last day, against the first', percent(growth(days, (day) => day.heapBytes))],
        ['resident memory', percent(growth(days, (day) => day.rssBytes))],
        ['unhandled rejections', count(unhandledRejections)],
        ['warnings and errors in the log', count(warnings.length)],
      ],
    },
    ...(warnings.length === 0
      ? []
      : [{ title: 'First warnings', rows: warnings.slice(0, 5).map((warning) => [warning.slice(0, 200)]) }]),
  ];
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
