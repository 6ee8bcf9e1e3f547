/** From one date on, the effective federal funds rate: what banks pay each other overnight. */
interface RateLevel {
  from: string;
  /** Per cent a year, as the Federal Reserve Bank of New York publishes it: simple, on a year of 360 days. */
  percent: number;
}

/**
 * The level after each change of the target range, the day that it came into force. The rate itself moves by a hundredth
 * of a point around it, which moves no option of a few weeks by a cent. Source: Federal Reserve Bank of New York, effective
 * federal funds rate (EFFR); statements of the Federal Open Market Committee.
 */
const levels: readonly RateLevel[] = [
  { from: '2015-12-17', percent: 0.37 },
  { from: '2016-12-15', percent: 0.66 },
  { from: '2017-03-16', percent: 0.91 },
  { from: '2017-06-15', percent: 1.16 },
  { from: '2017-12-14', percent: 1.42 },
  { from: '2018-03-22', percent: 1.69 },
  { from: '2018-06-14', percent: 1.91 },
  { from: '2018-09-27', percent: 2.19 },
  { from: '2018-12-20', percent: 2.4 },
  { from: '2019-08-01', percent: 2.13 },
  { from: '2019-09-19', percent: 1.85 },
  { from: '2019-10-31', percent: 1.56 },
  { from: '2020-03-04', percent: 1.09 },
  { from: '2020-03-16', percent: 0.08 },
  { from: '2022-03-17', percent: 0.33 },
  { from: '2022-05-05', percent: 0.83 },
  { from: '2022-06-16', percent: 1.58 },
  { from: '2022-07-28', percent: 2.33 },
  { from: '2022-09-22', percent: 3.08 },
  { from: '2022-11-03', percent: 3.83 },
  { from: '2022-12-15', percent: 4.33 },
  { from: '2023-02-02', percent: 4.58 },
  { from: '2023-03-23', percent: 4.83 },
  { from: '2023-05-04', percent: 5.08 },
  { from: '2023-07-27', percent: 5.33 },
  { from: '2024-09-19', percent: 4.83 },
  { from: '2024-11-08', percent: 4.58 },
  { from: '2024-12-19', percent: 4.33 },
  { from: '2025-09-18', percent: 4.09 },
  { from: '2025-10-30', percent: 3.88 },
  { from: '2025-12-11', percent: 3.64 },
];

/** Through this date the table is known to hold; from then on its last level stands in. */
export const rateKnownThrough = '2025-12-31';

/**
 * The risk-free rate of a date (`YYYY-MM-DD`), continuously compounded and annual, as a fraction: the overnight rate
 * rolled over. Before the table its first level, after its end its last one.
 * @param override the same unit; `null` takes the table's
 */
export function rateAt(date: string, override: number | null): number {
  if (override !== null) return override;
  let percent = levels[0]!.percent;
  for (const level of levels) if (level.from <= date) percent = level.percent;
  return 365 * Math.log1p(percent / 100 / 360);
}
