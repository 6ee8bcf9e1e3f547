import { SpyglassError } from '../../../base/errors.ts';
import type { AddedOutcome, RemovedRule, RuleState } from '../../../protocol/alerts.ts';
import type { AddedRuleList, RuleName } from './added-rules.ts';

/** What clients may change of the rules. A change is in force once it is written. */
export interface RuleChanges {
  /** Adds a rule to those of the settings. @throws SpyglassError as `AddedRuleList.add` does */
  add(text: string): Promise<AddedOutcome>;
  /** Removes one that was added. @throws SpyglassError as `AddedRuleList.remove` does */
  remove(name: RuleName): Promise<RemovedRule>;
  /** Reads what was added anew, and puts it into force. */
  reload(): void;
  /** What is still being read comes into force no more. */
  close(): void;
}

/**
 * @param added without it, nothing can be changed
 * @param states the rules in force
 * @param readRules puts a change into force
 */
export function openRuleChanges(
  added: AddedRuleList | undefined,
  states: () => readonly RuleState[],
  readRules: () => void,
): RuleChanges {
  let isClosed = false;
  const list = () => {
    if (added) return added;
    throw new SpyglassError('usage', 'This daemon takes no rules beside those of the settings.');
  };
  return {
    async add(given) {
      const { text, isNew } = await list().add(given);
      if (isNew) readRules();
      return { rule: states().find((state) => state.text === text)!, isNew };
    },
    async remove(name) {
      const removed = await list().remove(name);
      readRules();
      return removed;
    },
    reload() {
      void added?.load().then(() => {
        if (!isClosed) readRules();
      });
    },
    close() {
      isClosed = true;
    },
  };
}
