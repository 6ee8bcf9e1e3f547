import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../../../base/clock.ts';
import { SpyglassError } from '../../../base/errors.ts';
import type { Logger } from '../../../base/log.ts';
import {
  alertRuleOf,
  maxAlertRules,
  namedRuleText,
  readAlertRule,
  ruleKey,
} from '../../../market/alerts/alert-rule.ts';
import type { HealthTracker } from '../../health.ts';
import { type AddedRule, type ReadRulesFile, readRulesFile, writeRulesFile } from './rules-file.ts';

/** Which rule is meant: its id, or its text however it is written. */
export type RuleName = { id: number } | { rule: string };

/** The rules that clients have added, in a file of the daemon's own beside those of the settings. */
export interface AddedRuleList {
  /** Oldest first. */
  all(): readonly AddedRule[];
  /**
   * Writes a rule, and returns its text. One that says what another one does is not written; the text is that one's.
   * @throws SpyglassError `usage` for what is no rule or one too many, `file` where it cannot be written
   */
  add(text: string): Promise<{ text: string; isNew: boolean }>;
  /** @throws SpyglassError `usage` where no such rule was added, `file` where that cannot be written */
  remove(name: RuleName): Promise<{ text: string; isInSettings: boolean }>;
  /** Reads the file anew. What is wrong with it is in the health, for as long as it is. */
  load(): Promise<void>;
}

/** Where the rules are kept, and what they stand beside. */
export interface AddedRulesOptions {
  file: string;
  clock: Clock;
  /** The symbol of rules that name none. */
  first: string;
  /** Read at each change. */
  settings: { readonly alertRules: readonly string[] };
  health: Pick<HealthTracker, 'raise' | 'clear'>;
  log: Pick<Logger, 'info' | 'warn'>;
}

const subject = 'alert rules';

/** Reads the file. A daemon starts whatever is in it. */
export async function openAddedRules(options: AddedRulesOptions): Promise<AddedRuleList> {
  const { file, clock, health, log } = options;
  let kept: ReadRulesFile = { nextId: 1, rules: [], problem: null, isWritable: true };
  let last: Promise<unknown> = Promise.resolve();
  /** One change at a time: each writes the whole file. */
  const inTurn = <R>(run: () => Promise<R>): Promise<R> => {
    const turn = last.then(run);
    // Whoever asked for it gets a rejection; the next one only waits for its end.
    last = Promise.allSettled([turn]);
    return turn;
  };
  const write = async (nextId: number, rules: readonly AddedRule[]) => {
    if (!kept.isWritable && kept.problem) throw kept.problem;
    await writeRulesFile(file, { nextId, rules });
    kept = { ...kept, nextId, rules };
  };
  const load = async () => {
    kept = await readRulesFile(file, clock.now());
    if (kept.problem) {
      health.raise(subject, kept.problem);
      log.warn({ file }, kept.problem.message);
    } else health.clear(subject);
  };
  // Where a shared store is recorded on, nothing else may lie there yet. What cannot be made is said when a rule is written.
  await Promise.allSettled([mkdir(path.dirname(file), { recursive: true, mode: 0o700 })]);
  await load();

  return {
    all: () => kept.rules,
    load: () => inTurn(load),
    add: (given) =>
      inTurn(async () => {
        const text = namedRule(given, options.first);
        const standing = standingRule(text, kept.rules, options);
        if (standing !== null) return { text: standing, isNew: false };
        if (options.settings.alertRules.length + kept.rules.length >= maxAlertRules) throw tooMany();
        await write(kept.nextId + 1, [...kept.rules, { id: kept.nextId, text, addedAt: clock.now() }]);
        log.info({ rule: text }, 'an alert rule was added');
        return { text, isNew: true };
      }),
    remove: (name) =>
      inTurn(async () => {
        const found = foundRule(name, kept.rules, options);
        const rules = kept.rules.filter((rule) => rule !== found);
        await write(kept.nextId, rules);
        log.info({ rule: found.text }, 'an alert rule was removed');
        return { text: found.text, isInSettings: isInSettings(found.text, options) };
      }),
  };
}

type Beside = Pick<AddedRulesOptions, 'first' | 'settings'>;

const keyOf = (text: string, first: string) => ruleKey(alertRuleOf(text), first);

const isInSettings = (text: string, { first, settings }: Beside) =>
  settings.alertRules.some((one) => keyOf(one, first) === keyOf(text, first));

/** A rule that says the same; `null` where there is none. */
function standingRule(text: string, added: readonly AddedRule[], beside: Beside): string | null {
  const { first, settings } = beside;
  const all = [...settings.alertRules, ...added.map((rule) => rule.text)];
  return all.find((one) => keyOf(one, first) === keyOf(text, first)) ?? null;
}

/** A rule's plain form with its symbol, which it keeps when another one is recorded first. @throws SpyglassError `usage` */
function namedRule(given: string, first: string): string {
  const read = readAlertRule(given);
  const named = 'rule' in read ? readAlertRule(namedRuleText(read.rule, first)) : read;
  if ('rule' in named) return named.rule.text;
  throw new SpyglassError('usage', `“${given}” is no alert rule: ${named.problem}.`, {
    hint: 'A rule is such as `price crosses 701`, `QQQ price crosses flip` or `expiry < 30m`; docs/alerts.md has all.',
  });
}

function tooMany(): SpyglassError {
  return new SpyglassError('usage', `There are ${maxAlertRules} alert rules, which is the most.`, {
    hint: 'Remove one first: `spyglass alerts remove RULE`, or in the settings file.',
  });
}

/** @throws SpyglassError `usage` */
function foundRule(name: RuleName, added: readonly AddedRule[], beside: Beside): AddedRule {
  if ('id' in name) {
    const found = added.find(({ id }) => id === name.id);
    if (found) return found;
    throw new SpyglassError('usage', `No rule that was added has the number ${name.id}.`, {
      hint: '`spyglass alerts` lists the rules with their numbers.',
    });
  }
  const text = namedRule(name.rule, beside.first);
  const found = added.find((rule) => keyOf(rule.text, beside.first) === keyOf(text, beside.first));
  if (found) return found;
  if (isInSettings(text, beside)) {
    throw new SpyglassError('usage', `“${text}” stands in the settings, which are yours.`, {
      hint: 'Remove it from alerts.rules in the settings file (`spyglass config path`), and send HUP to the daemon.',
    });
  }
  throw new SpyglassError('usage', `“${text}” is none of the rules that were added.`, {
    hint: '`spyglass alerts` lists the rules with their numbers.',
  });
}
