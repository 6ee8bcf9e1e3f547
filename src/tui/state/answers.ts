import type { SummedLevels } from '../../market/levels/sum-levels.ts';
import type { Bar } from '../../market/quotes/bar.ts';
import type { Status } from '../../protocol/state.ts';
import type { PruneReport } from '../../recordings/reports.ts';
import type { ChartRange } from '../charts/range.ts';
import type { FailureText } from './failure-text.ts';

/** What a screen asks the daemon for; no event carries it. */
export type Question = 'status' | 'retention' | 'sum' | 'day' | `bars ${ChartRange}`;

/** Bars of one range, the New York date they run up to, and when the daemon answered so (epoch ms, its clock). */
export interface BarsAnswer {
  bars: readonly Bar[];
  until: string;
  at: number;
}

/** A past day of the chart: what is stored of its minutes. */
export interface PastDay {
  symbol: string;
  /** New York date. */
  date: string;
  /** Its regular session, epoch ms. */
  open: number;
  close: number;
  /** Minutes of the session, oldest first. */
  bars: readonly Bar[];
  /** Of the trading day before; `null` where that is not stored. */
  previousClose: number | null;
  /** When the daemon answered so; epoch ms, its clock. */
  at: number;
}

/** The last good answer to each question that a screen asks. */
export interface Answers {
  status: Status | null;
  /** What a prune would remove. */
  retention: PruneReport | null;
  bars: Partial<Record<ChartRange, BarsAnswer>>;
  /** The past day that the chart was moved to last. */
  day: PastDay | null;
  /** Exposure of all recorded expirations of the symbol on screen together. */
  sum: SummedLevels | null;
  /** Why the last answer to a question is missing or old. */
  failures: Partial<Record<Question, FailureText>>;
}

export const noAnswers: Answers = {
  status: null,
  retention: null,
  bars: {},
  day: null,
  sum: null,
  failures: {},
};

/** What changes the answers. */
export type AnswersAction =
  | { type: 'status-answered'; status: Status }
  | { type: 'retention-answered'; report: PruneReport }
  | { type: 'bars-answered'; range: ChartRange; answer: BarsAnswer }
  | { type: 'day-answered'; day: PastDay }
  | { type: 'sum-answered'; sum: SummedLevels }
  | { type: 'question-failed'; question: Question; failure: FailureText };

const without = (failures: Answers['failures'], question: Question): Answers['failures'] =>
  Object.fromEntries(Object.entries(failures).filter(([key]) => key !== question));

/** The last good answer stays when a later one fails. */
export function reduceAnswers(answers: Answers, action: AnswersAction): Answers {
  switch (action.type) {
    case 'status-answered':
      return { ...answers, status: action.status, failures: without(answers.failures, 'status') };
    case 'retention-answered':
      return { ...answers, retention: action.report, failures: without(answers.failures, 'retention') };
    case 'bars-answered':
      return {
        ...answers,
        bars: { ...answers.bars, [action.range]: action.answer },
        failures: without(answers.failures, `bars ${action.range}`),
      };
    case 'day-answered':
      return { ...answers, day: action.day, failures: without(answers.failures, 'day') };
    case 'sum-answered':
      return { ...answers, sum: action.sum, failures: without(answers.failures, 'sum') };
    case 'question-failed':
      return { ...answers, failures: { ...answers.failures, [action.question]: action.failure } };
  }
}
