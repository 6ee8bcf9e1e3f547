import type { z } from 'zod';
import { alertRules, goodAlertRules } from './alert-rules.ts';
import { hoursChanges } from './hours-changes.ts';
import {
  baseUrl,
  characters,
  dates,
  dealerSign,
  logLevel,
  motion,
  notify,
  onOff,
  onQuit,
  overnight,
  secret,
  symbol,
  symbols,
  theme,
  whole,
} from './setting-kinds.ts';

export interface SettingSpec<S extends z.ZodType = z.ZodType> {
  /** Place in the settings file: `section.key`. */
  path: string;
  schema: S;
  /** `null` means "not set". */
  default: z.output<S> | null;
  /** Environment variables, the first one set wins. */
  env: readonly string[];
  summary: string;
  /** Never printed, logged or sent anywhere but to the API. */
  isSecret?: true;
  /**
   * Only a screen, an alert or the log needs it: a wrong value is named and the default stands in for it, while a wrong
   * value that recording needs stops the recorder.
   */
  fallsBack?: true;
  /** What of a wrong value is good all the same, where it falls back. */
  keepGood?: (raw: unknown) => unknown;
  /** A key may stand in it by mistake, so an error about it does not quote it. */
  isNeverQuoted?: true;
}

type Spec<S extends z.ZodType, D> = Omit<SettingSpec<S>, 'default'> & { default: D };

const setting = <S extends z.ZodType>(spec: Spec<S, z.output<S>>) => spec;

/** A setting that may be left unset. */
const unset = <S extends z.ZodType>(spec: Spec<S, null>) => spec;

/** Everything that can be set, in one place: types, defaults, validation, environment names and the documented table. */
export const settingsTable = {
  apiKey: unset({
    path: 'upstream.api_key',
    schema: secret,
    default: null,
    env: ['MASSIVE_API_KEY', 'POLYGON_API_KEY'],
    summary: 'API key; without one the simulated market is shown',
    isSecret: true,
  }),
  baseUrl: setting({
    path: 'upstream.base_url',
    isNeverQuoted: true,
    schema: baseUrl,
    default: 'https://api.massive.com',
    env: ['SPYGLASS_BASE_URL'],
    summary: 'address of the API; plain http only on this machine',
  }),
  callsPerMinute: unset({
    path: 'upstream.calls_per_minute',
    schema: whole(1, 6000),
    default: null,
    env: ['SPYGLASS_CALLS_PER_MINUTE'],
    summary:
      'requests that the plan allows a minute; unset: 5 until an answer shows that the plan is a paid one, then 100',
  }),
  timeoutSeconds: setting({
    path: 'upstream.timeout_seconds',
    schema: whole(1, 300),
    default: 30,
    env: ['SPYGLASS_TIMEOUT_SECONDS'],
    summary: 'patience with one request, its retries included',
  }),
  retries: setting({
    path: 'upstream.retries',
    schema: whole(0, 10),
    default: 3,
    env: ['SPYGLASS_RETRIES'],
    summary: 'further tries after an answer that may be better next time (429, 5xx, network)',
  }),
  symbol: setting({
    path: 'watch.symbol',
    schema: symbol,
    default: 'SPY',
    env: ['SPYGLASS_SYMBOL'],
    summary: 'underlying whose quote and nearest chain (0-DTE where one expires today) are recorded',
  }),
  symbols: setting({
    path: 'watch.symbols',
    schema: symbols,
    default: [],
    env: ['SPYGLASS_SYMBOLS'],
    summary:
      'watch list, such as `["SPY", "QQQ", "IWM"]`: quotes of all are recorded, and `s` shows the chain of one of them',
  }),
  quoteSeconds: setting({
    path: 'schedule.quote_seconds',
    schema: whole(1, 3600),
    default: 15,
    env: ['SPYGLASS_QUOTE_SECONDS'],
    summary: 'quote interval while SPY or its options trade; stretched when the budget is smaller',
  }),
  quoteExtendedSeconds: setting({
    path: 'schedule.quote_extended_seconds',
    schema: whole(1, 3600),
    default: 60,
    env: ['SPYGLASS_QUOTE_EXTENDED_SECONDS'],
    summary: 'quote interval before the open and after the option close',
  }),
  quoteOvernightSeconds: setting({
    path: 'schedule.quote_overnight_seconds',
    schema: whole(60, 3600),
    default: 300,
    env: ['SPYGLASS_QUOTE_OVERNIGHT_SECONDS'],
    summary: 'quote interval in overnight sessions; chains are not polled then',
  }),
  chainSeconds: setting({
    path: 'schedule.chain_seconds',
    schema: whole(5, 3600),
    default: 60,
    env: ['SPYGLASS_CHAIN_SECONDS'],
    summary: 'chain interval while options trade; stretched when the budget is smaller',
  }),
  chainExtendedSeconds: setting({
    path: 'schedule.chain_extended_seconds',
    schema: whole(60, 86_400),
    default: 1800,
    env: ['SPYGLASS_CHAIN_EXTENDED_SECONDS'],
    summary:
      'chain interval before the open and after the option close, for quotes and open interest of the next expiry',
  }),
  closures: setting({
    path: 'calendar.closures',
    schema: dates,
    default: [],
    env: ['SPYGLASS_CLOSURES'],
    summary: 'days on which the exchange is closed beyond what the calendar knows, such as a day of mourning',
  }),
  earlyCloses: setting({
    path: 'calendar.early_closes',
    schema: dates,
    default: [],
    env: ['SPYGLASS_EARLY_CLOSES'],
    summary: 'days that end at 13:00 (options at 13:15) beyond what the calendar knows',
  }),
  hours: setting({
    path: 'calendar.hours',
    schema: hoursChanges,
    default: [],
    env: ['SPYGLASS_HOURS'],
    summary:
      'changes of trading hours beyond what the calendar knows, each from a trade date on, such as `["2026-12-07 overnight-open none", "2027-01-25 overnight-open 20:30"]`; in the environment with `;` between them',
  }),
  overnight: setting({
    path: 'calendar.overnight',
    schema: overnight,
    default: 'auto',
    env: ['SPYGLASS_OVERNIGHT'],
    summary:
      'overnight sessions: `auto` keeps those of the calendar unless the exchange says that it is closed, `on` keeps them whatever it says, `off` has none',
  }),
  dealerSign: setting({
    path: 'levels.dealer_sign',
    schema: dealerSign,
    default: 'naive',
    env: ['SPYGLASS_DEALER_SIGN'],
    summary:
      'what dealers are taken to hold: `naive` (long calls, short puts), `short` (short both) or `inverted` (short calls, long puts)',
  }),
  moveUsedPercent: setting({
    path: 'levels.expected_move_used_percent',
    fallsBack: true,
    schema: whole(0, 1000),
    default: 100,
    env: ['SPYGLASS_EXPECTED_MOVE_USED_PERCENT'],
    summary: 'alert when this much of the session’s expected move is used; 0: never',
  }),
  volatilityJumpPoints: setting({
    path: 'levels.iv_jump_points',
    fallsBack: true,
    schema: whole(0, 1000),
    default: 3,
    env: ['SPYGLASS_IV_JUMP_POINTS'],
    summary:
      'alert when at-the-money volatility moves by this many percentage points within 5 minutes; 0: never',
  }),
  skewJumpPoints: setting({
    path: 'levels.skew_jump_points',
    fallsBack: true,
    schema: whole(0, 1000),
    default: 3,
    env: ['SPYGLASS_SKEW_JUMP_POINTS'],
    summary: 'alert when the 25-delta skew moves by this many percentage points within 5 minutes; 0: never',
  }),
  alertRules: setting({
    path: 'alerts.rules',
    fallsBack: true,
    keepGood: goodAlertRules,
    schema: alertRules,
    default: [],
    env: ['SPYGLASS_ALERT_RULES'],
    summary:
      'what to alert on, such as `["price > 700", "change < -1%", "stale > 2m"]`; in the environment with `;` between them',
  }),
  keepQuotesDays: setting({
    path: 'retention.quotes_days',
    schema: whole(1, 36_500),
    default: 90,
    env: ['SPYGLASS_KEEP_QUOTES_DAYS'],
    summary: 'days that quotes and alerts are kept',
  }),
  keepChainsDays: setting({
    path: 'retention.chains_days',
    schema: whole(1, 36_500),
    default: 30,
    env: ['SPYGLASS_KEEP_CHAINS_DAYS'],
    summary: 'days that chains are kept; nobody can sell them to you later',
  }),
  keepApiLogDays: setting({
    path: 'retention.api_log_days',
    schema: whole(1, 36_500),
    default: 30,
    env: ['SPYGLASS_KEEP_API_LOG_DAYS'],
    summary: 'days that the log of API requests is kept',
  }),
  theme: setting({
    path: 'dashboard.theme',
    fallsBack: true,
    schema: theme,
    default: 'dark',
    env: ['SPYGLASS_THEME'],
    summary: 'colours that the dashboard starts with: `dark`, `light`, `colour-blind`, `red-up` or `mono`',
  }),
  motion: setting({
    path: 'dashboard.motion',
    fallsBack: true,
    schema: motion,
    default: 'full',
    env: ['SPYGLASS_MOTION'],
    summary: '`reduced`: prices that moved do not flash',
  }),
  characters: setting({
    path: 'dashboard.characters',
    fallsBack: true,
    schema: characters,
    default: 'auto',
    env: ['SPYGLASS_CHARACTERS'],
    summary:
      '`ascii` draws without box, block and braille characters; `auto` does so on the Linux console (`TERM=linux`)',
  }),
  notify: setting({
    path: 'dashboard.notify',
    fallsBack: true,
    schema: notify,
    default: 'off',
    env: ['SPYGLASS_NOTIFY'],
    summary:
      'how the dashboard calls for attention on an alert: `off`, `bell` (the terminal’s), `osc9` (a notification, where the terminal knows OSC 9) or `both`',
  }),
  onQuit: setting({
    path: 'dashboard.on_quit',
    fallsBack: true,
    schema: onQuit,
    default: 'ask',
    env: ['SPYGLASS_ON_QUIT'],
    summary:
      'what becomes of a recording inside the dashboard when that is quit: `ask`, `background` (it goes on in a process of its own) or `stop`; a window that is closed asks nobody, and only `stop` ends the recording with it',
  }),
  mouse: setting({
    path: 'dashboard.mouse',
    fallsBack: true,
    schema: onOff,
    default: true,
    env: ['SPYGLASS_MOUSE'],
    summary:
      'the mouse chooses screens and panes and scrolls; with Shift it selects text, as it does everywhere with `false`',
  }),
  screenReader: setting({
    path: 'dashboard.screen_reader',
    fallsBack: true,
    schema: onOff,
    default: false,
    env: ['SPYGLASS_SCREEN_READER'],
    summary: 'sentences in place of drawn panes, for screen readers; also `--screen-reader`',
  }),
  logLevel: setting({
    path: 'log.level',
    fallsBack: true,
    schema: logLevel,
    default: 'info',
    env: ['SPYGLASS_LOG_LEVEL'],
    summary: 'least severe line that is logged',
  }),
  logMegabytes: setting({
    path: 'log.max_megabytes',
    fallsBack: true,
    schema: whole(1, 1000),
    default: 10,
    env: ['SPYGLASS_LOG_MEGABYTES'],
    summary: 'size at which a log file is put aside and a new one begun',
  }),
  logFiles: setting({
    path: 'log.files',
    fallsBack: true,
    schema: whole(1, 100),
    default: 5,
    env: ['SPYGLASS_LOG_FILES'],
    summary: 'log files kept, the one being written included',
  }),
} as const;

type Table = typeof settingsTable;
export type SettingName = keyof Table;

type ValueOf<N extends SettingName> = null extends Table[N]['default']
  ? z.output<Table[N]['schema']> | null
  : z.output<Table[N]['schema']>;

export type Settings = { [N in SettingName]: ValueOf<N> };

export const settingNames = Object.keys(settingsTable) as SettingName[];
