import * as z from 'zod';
import { maxAlertRules, readAlertRule } from '../../../market/alerts/alert-rule.ts';

/** The rules of a wrong value that are right. */
export function goodAlertRules(given: unknown): string[] {
  const rules = textsOf(given).flatMap((text) => {
    const read = readAlertRule(text);
    return 'rule' in read ? [read.rule.text] : [];
  });
  return [...new Set(rules)].slice(0, maxAlertRules);
}

function textsOf(given: unknown): string[] {
  if (typeof given === 'string') return given.split(/[;\n]/).filter((text) => text.trim() !== '');
  return Array.isArray(given) ? given.filter((text) => typeof text === 'string') : [];
}

/**
 * Alert rules: a list in the file, or text with semicolons between them in the environment. Each that is wrong is an
 * issue of its own, whose path is its place in the list.
 */
export const alertRules = z
  .union([z.array(z.string('expected each rule in quotes')), z.string('expected a list of rules')])
  .transform((given, context) => {
    const texts = textsOf(given);
    if (texts.length > maxAlertRules) {
      context.addIssue({ code: 'custom', message: `expected at most ${maxAlertRules} rules` });
      return z.NEVER;
    }
    const rules = texts.flatMap((text, index) => {
      const read = readAlertRule(text);
      if ('rule' in read) return [read.rule.text];
      const path = typeof given === 'string' ? [] : [index];
      context.addIssue({ code: 'custom', message: read.problem, path, params: { found: text } });
      return [];
    });
    return [...new Set(rules)];
  });
