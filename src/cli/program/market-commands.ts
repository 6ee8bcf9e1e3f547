import { timeForms } from '../../market/calendar/typed-time/time-forms.ts';
import {
  archiveOption,
  type CommandEntry,
  json,
  type OptionEntry,
  sameAsArgument,
  symbolOption,
} from './command-entry.ts';

/** `--at`, of the commands that print what was recorded, too. */
const atOption = (what: string): OptionEntry => ['--at <time>', `${what}, by New York’s clock: ${timeForms}`];

/** What the daemon knows now: its state, the market and the API's usage. */
export const marketCommands: readonly CommandEntry[] = [
  {
    usage: 'status',
    description: 'daemon, phase, next polls, budget, database, problems; exit code 0 when healthy',
    options: [
      symbolOption('jobs and coverage of this recorded symbol only'),
      atOption('phase, coverage and alerts as they were then'),
      json,
    ],
    load: async () => (await import('../commands/status.ts')).status,
    notesProblems: true,
  },
  {
    usage: 'quote [symbol]',
    description: 'the latest quote; of all that is recorded and watched without a symbol',
    options: [sameAsArgument, atOption('as it was then'), archiveOption, json],
    load: async () => (await import('../commands/quote.ts')).quote,
  },
  {
    usage: 'chain [symbol]',
    description: 'the latest option chain, or the chain as it was',
    options: [
      sameAsArgument,
      ['--expiry <date>', 'expiration date; the nearest one by default'],
      atOption('as it was then'),
      archiveOption,
      json,
      ['--csv', 'as CSV'],
    ],
    load: async () => (await import('../commands/chain.ts')).chain,
  },
  {
    usage: 'levels [symbol]',
    description: 'gamma levels, expected move, volatility and skew of the latest chain, or as they were',
    options: [
      sameAsArgument,
      atOption('as they were then'),
      [
        '--all-expirations',
        'gamma levels of all recorded expirations together, by the running daemon or as of an instant; see record.expirations',
      ],
      archiveOption,
      ['--recomputed', 'beside those of `levels recompute`, each with its version of the model'],
      json,
    ],
    load: async () => (await import('../commands/levels.ts')).levels,
    commands: [
      {
        usage: 'recompute <date>',
        description:
          'compute the levels of a day’s recorded chains again by the present model and settings; what was recorded stays',
        options: [symbolOption('of this symbol; of the first one by default'), json],
        load: async () => (await import('../levels/levels-recompute.ts')).levelsRecompute,
      },
    ],
  },
  {
    usage: 'last-trade [symbol]',
    description: 'the last trade and quote of a stock, or of one contract such as SPY261127C00660000',
    options: [sameAsArgument, ['--force', 'past the cache, and also what the plan denied before'], json],
    load: async () => (await import('../commands/last-trade.ts')).lastTrade,
  },
  {
    // The name of `last-trade` up to 0.1.
    usage: 'tape [symbol]',
    options: [symbolOption(''), ['--force', ''], ['--json', '']],
    isHidden: true,
    load: async () => (await import('../commands/last-trade.ts')).tape,
  },
  {
    usage: 'alerts',
    description: 'alert rules as they stand and where each comes from, and the alerts of today',
    options: [
      symbolOption('rules and alerts about this symbol only'),
      atOption('the alerts of that day until then'),
      json,
    ],
    load: async () => (await import('../commands/alerts.ts')).alerts,
    commands: [
      {
        usage: 'add <rule...>',
        description:
          'add a rule to those of the settings, such as "price crosses 701"; the daemon keeps it, and the settings stay as they are',
        options: [json],
        load: async () => (await import('../alerts/change-rules.ts')).alertsAdd,
      },
      {
        usage: 'remove <rule...>',
        description: 'remove a rule that was added, by its text or its number',
        options: [json],
        load: async () => (await import('../alerts/change-rules.ts')).alertsRemove,
      },
      {
        usage: 'test',
        description: 'send a message through each channel that delivers alerts, and say what came of it',
        options: [json],
        load: async () => (await import('../alerts/alerts-test.ts')).alertsTest,
      },
    ],
  },
  {
    usage: 'missed',
    description: 'alerts and gaps since an instant, and how much of the sessions was recorded',
    options: [
      [
        '--since <time>',
        `since when, by New York’s clock; since a dashboard was open last by default: ${timeForms}`,
      ],
      json,
    ],
    load: async () => (await import('../commands/missed.ts')).missed,
  },
  {
    usage: 'replay [date]',
    description: 'the dashboard on a recorded day; the last one by default; needs no daemon and no key',
    options: [
      symbolOption('this symbol; the one that is recorded first by default'),
      ['--from <time>', 'begin there, such as 10:30 or close-10m; at the opening by default'],
      archiveOption,
      ['--speed <n>', 'play at once, at so many times the market’s own pace; paused without it'],
    ],
    load: async () => (await import('../playback/replay.ts')).replay,
    connections: 3,
    notesProblems: true,
  },
  {
    usage: 'usage',
    description: 'API usage of the last hour',
    options: [json],
    load: async () => (await import('../commands/usage.ts')).usage,
  },
];
