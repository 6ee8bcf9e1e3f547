import type { Logger } from '../../base/log.ts';
import type { Settings } from '../../config/settings/settings-table.ts';
import type { Alert } from '../../market/alerts/alert.ts';
import type { MeasureTraits } from '../../market/alerts/alert-measures.ts';
import { inputOf, maxAlertRules } from '../../market/alerts/alert-rule.ts';
import type { DataTier, Source } from '../../market/quotes/quote.ts';
import type { AlertsSummary, RuleState } from '../../protocol/alerts.ts';
import type { EventBus } from '../event-bus.ts';
import { alertOf, isOfMarket, ruleText } from './alert-text.ts';
import { conditionOf } from './rule-condition.ts';
import type { AddedRule } from './added/rules-file.ts';
import { type StandingRule, standingRules, type WatchedRule } from './rule-entries.ts';
import { firedBefore, nextStep, type Reading, type RuleMemory, untouched } from './rule-step.ts';

/** What rules are read from. */
export type RuleInput = MeasureTraits['from'];

/** Memories by the rule's text. */
export type RuleMemories = readonly (readonly [text: string, memory: RuleMemory])[];

/** The rules of the settings and those that were added, and how each stands. */
export interface RuleList {
  /**
   * Reads the rules anew. A rule that stays keeps its memory.
   * @param firedAt when rules fired in earlier runs of the day, by their text
   */
  configure(firedAt: ReadonlyMap<string, number>): void;
  /** The rules of an input that can be watched, of one symbol if given. */
  watched(input: RuleInput, symbol?: string): WatchedRule[];
  /**
   * Evaluates the rules of an input, of one symbol if given. Emits `alert` for each rule that fires, and `rules` when
   * anything has changed.
   */
  evaluate(
    of: { input: RuleInput; symbol?: string },
    read: (watched: WatchedRule) => Reading,
    origin?: ValueOrigin,
  ): void;
  states(): RuleState[];
  counts(): Omit<AlertsSummary, 'lastAt'>;
  memories(): RuleMemories;
}

/** Where a value came from. */
export interface ValueOrigin {
  tier: DataTier;
  source: Source;
}

/** The settings that hold the rules, and the memory of the daemon before. */
export interface RuleListOptions {
  /** Underlyings of the recorded chains; the first one is the symbol of rules that name none. */
  recorded: readonly string[];
  /** Symbols whose quotes are always polled; read at each evaluation. */
  watched: () => readonly string[];
  settings: Pick<Settings, 'alertRules'>;
  /** Rules that were added beside those of the settings; without it, none. */
  added?: { all(): readonly AddedRule[] } | undefined;
  source: Source;
  bus: Pick<EventBus, 'emit'>;
  log: Pick<Logger, 'warn'>;
  /** Memories of the daemon before, where it has handed over. */
  memories: RuleMemories;
}

interface Entry extends StandingRule {
  memory: RuleMemory;
  /** Where the level lay last that the rule names. */
  line?: number | undefined;
}

/** An empty list; `configure` fills it. */
export function createRuleList(options: RuleListOptions): RuleList {
  const { recorded, settings, bus, log } = options;
  const ownOrigin: ValueOrigin = { tier: 'unknown', source: options.source };
  let inherited = options.memories;
  let entries: Entry[] = [];

  const obstacle = (standing: StandingRule) => obstacleOf(standing, options);
  const isMeant = ({ rule, symbol }: WatchedRule, input: RuleInput, of?: string) =>
    inputOf(rule) === input && (of === undefined || symbol === of);
  const states = () => entries.map(stateOf);
  const memories = () => entries.map(({ rule, memory }) => [rule.text, memory] as const);

  return {
    states,
    memories,
    watched: (input, symbol) =>
      entries.filter((entry) => isMeant(entry, input, symbol) && obstacle(entry) === null),
    counts: () => ({
      rules: entries.length,
      met: entries.filter(({ memory }) => memory.isMet === true && memory.idle === null).length,
      idle: entries.filter(({ memory }) => memory.idle !== null).length,
    }),
    evaluate({ input, symbol }, read, origin = ownOrigin) {
      if (!entries.some((entry) => isMeant(entry, input, symbol))) return;
      const before = entries;
      const alerts: Alert[] = [];
      entries = entries.map((entry) => {
        if (!isMeant(entry, input, symbol)) return entry;
        const idle = obstacle(entry);
        const reading = idle === null ? read(entry) : { idle };
        const { next, alert } = afterReading(entry, reading, origin);
        if (alert) alerts.push(alert);
        return next;
      });
      for (const alert of alerts) bus.emit('alert', alert);
      if (JSON.stringify(before) !== JSON.stringify(entries)) bus.emit('rules', states());
    },
    configure(firedAt) {
      const known = new Map([...inherited, ...memories()]);
      const lines = new Map(entries.map(({ rule, line }) => [rule.text, line]));
      inherited = [];
      entries = standingRules(settings.alertRules, options.added?.all() ?? [], recorded[0]!).map(
        (standing) => {
          const { text } = standing.rule;
          const idle = obstacle(standing);
          if (idle !== null) log.warn({ rule: text }, `an alert rule cannot be watched: ${idle}`);
          const at = firedAt.get(text);
          const memory = known.get(text) ?? (at === undefined ? untouched : firedBefore(at));
          return { ...standing, line: lines.get(text), memory: { ...memory, idle } };
        },
      );
      bus.emit('rules', states());
    },
  };
}

/** Why a rule cannot be watched with these settings; `null` if it can. */
function obstacleOf(
  { rule, symbol, isSurplus }: StandingRule,
  { recorded, watched }: Pick<RuleListOptions, 'recorded' | 'watched'>,
): string | null {
  if (isSurplus) return `only ${maxAlertRules} rules are watched`;
  const from = inputOf(rule);
  if (from === 'budget' || recorded.includes(symbol)) return null;
  if (from === 'calendar' && rule.expiration !== undefined) return null;
  if (from === 'chain' || from === 'calendar') return onlyRecorded(recorded);
  return watched().includes(symbol) ? null : `${symbol} is not watched`;
}

function stateOf({ id, rule, line, memory: { session: _, side: __, ...known } }: Entry): RuleState {
  return {
    ...{ ...rule, ...known, ...(line !== undefined && { threshold: line }) },
    ...(id === null ? { origin: 'settings' as const } : { origin: 'added' as const, id }),
  };
}

function afterReading(
  entry: Entry,
  reading: Reading,
  origin: ValueOrigin,
): { next: Entry; alert: Alert | null } {
  const line = 'value' in reading ? reading.line : entry.line;
  const { fires, memory } = nextStep(conditionOf(entry.rule, line), entry.memory, reading);
  const alert = fires && 'value' in reading ? firedAlert(entry, fires, reading, origin) : null;
  return { next: { ...entry, line, memory }, alert };
}

function onlyRecorded(symbols: readonly string[]): string {
  if (symbols.length === 1) return `only the chain of ${symbols[0]} is recorded`;
  return `only the chains of ${symbols.slice(0, -1).join(', ')} and ${symbols.at(-1)} are recorded`;
}

function firedAlert(
  { rule, symbol }: WatchedRule,
  direction: 'up' | 'down',
  { value, at, madeAt: valueAt, line }: Exclude<Reading, { idle: string }>,
  { tier, source }: ValueOrigin,
): Alert {
  return alertOf({
    ...{ at, kind: 'rule', symbol, direction, value, valueAt, source },
    level: line ?? rule.threshold,
    text: ruleText({ rule, symbol, direction, value, line }),
    tier: isOfMarket(rule) ? tier : null,
    rule: rule.text,
  });
}
