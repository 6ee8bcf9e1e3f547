import { constants } from 'node:fs';
import { copyFile, open, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { messageOf, SpyglassError } from '../../../base/errors.ts';
import { maxAlertRules, readAlertRule } from '../../../market/alerts/alert-rule.ts';

/** One rule that a client has added. */
export interface AddedRule {
  /** Its own for good, also after others are gone. */
  id: number;
  /** In its plain form, with its symbol. */
  text: string;
  /** Epoch ms. */
  addedAt: number;
}

/** The rules that clients have added, oldest first, and the id of the next one. */
export interface AddedRules {
  nextId: number;
  rules: readonly AddedRule[];
}

/** What a file holds, and what was wrong with it. */
export interface ReadRulesFile extends AddedRules {
  /** `null`: nothing. */
  problem: SpyglassError | null;
  /** It may be written: nothing of it gets lost by that. */
  isWritable: boolean;
}

const none: AddedRules = { nextId: 1, rules: [] };

/** Fifty rules take a twentieth of it. */
const largestFile = 100_000;

const id = z.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const fileShape = z.object({ version: z.literal(1), nextId: id, rules: z.array(z.unknown()) });
const ruleShape = z.object({
  id,
  rule: z.string(),
  addedAt: z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER),
});

/** The file of the rules beside a database. Live and simulated ones have one each, as they have a database. */
export function rulesFileOf(databasePath: string): string {
  return path.join(path.dirname(databasePath), `${path.parse(databasePath).name}.alert-rules.json`);
}

/**
 * Reads the file. One that is broken, or has rules that make no sense, is kept under another name, and what makes sense
 * goes on.
 * @param now epoch ms, for that name
 */
export async function readRulesFile(file: string, now: number): Promise<ReadRulesFile> {
  let text: string | null;
  try {
    text = await readSmall(file);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT')
      return { ...none, problem: null, isWritable: true };
    const message = `The rules that were added cannot be read: ${messageOf(cause)}`;
    const hint = 'Let this user read and write the file, and send HUP to the daemon or restart it.';
    return { ...none, problem: new SpyglassError('file', message, { cause, hint }), isWritable: false };
  }
  const { rules, nextId, wrong } = parseRulesFile(text);
  if (wrong === null) return { rules, nextId, problem: null, isWritable: true };
  return await keepAside(file, { rules, nextId }, wrong, now);
}

/** `null` for what is too long to hold rules. @throws Error of the file system, or for what is no file */
async function readSmall(file: string): Promise<string | null> {
  const found = await stat(file);
  // Reading a pipe would wait for somebody who writes.
  if (!found.isFile()) throw new Error(`${file} is no file.`);
  return found.size > largestFile ? null : await readFile(file, 'utf8');
}

/** What makes sense of a file's text, and what is wrong with it. @param text `null` for one that is too long */
export function parseRulesFile(text: string | null): AddedRules & { wrong: string | null } {
  const file = text === null ? null : fileShape.safeParse(jsonOf(text));
  if (!file?.success) return { ...none, wrong: 'it holds no alert rules' };
  const rules: AddedRule[] = [];
  for (const entry of file.data.rules) {
    const rule = ruleOf(entry);
    const isNew = rule && !rules.some(({ id: known, text: same }) => known === rule.id || same === rule.text);
    if (isNew && rules.length < maxAlertRules) rules.push(rule);
  }
  const lost = file.data.rules.length - rules.length;
  const nextId = Math.max(file.data.nextId, ...rules.map((rule) => rule.id + 1));
  const wrong =
    lost === 0 ? null : `${lost} of its ${file.data.rules.length} entries are no rules, or too many`;
  return { nextId, rules, wrong };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function ruleOf(entry: unknown): AddedRule | null {
  const parsed = ruleShape.safeParse(entry);
  if (!parsed.success) return null;
  const read = readAlertRule(parsed.data.rule);
  return 'rule' in read ? { id: parsed.data.id, text: read.rule.text, addedAt: parsed.data.addedAt } : null;
}

/** Copies the file to a free name, and only then writes what made sense in its place. */
async function keepAside(file: string, good: AddedRules, wrong: string, now: number): Promise<ReadRulesFile> {
  const said = `${file} was wrong: ${wrong}.`;
  try {
    const copy = await copyAside(file, now);
    await writeRulesFile(file, good);
    const message = `${said} It was kept as ${copy}; rules that could be read: ${good.rules.length}.`;
    const hint =
      'Add what is missing with `spyglass alerts add RULE`. This is shown until the next HUP or restart.';
    return { ...good, problem: new SpyglassError('file', message, { hint }), isWritable: true };
  } catch (cause) {
    const message = `${said} It could not be copied aside: ${messageOf(cause)}`;
    return { ...good, problem: new SpyglassError('file', message, { cause }), isWritable: false };
  }
}

const maxCopies = 100;

async function copyAside(file: string, now: number): Promise<string> {
  const stamp = new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  for (let number = 1; ; number++) {
    const copy = `${file}.broken-${stamp}${number === 1 ? '' : `-${number}`}`;
    try {
      await copyFile(file, copy, constants.COPYFILE_EXCL);
      return copy;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || number === maxCopies) throw error;
    }
  }
}

/** Puts the file in the place of the one before, so that a kill leaves one or the other. @throws Error of the file system */
export async function writeRulesFile(file: string, { nextId, rules }: AddedRules): Promise<void> {
  const next = `${file}.new`;
  const entries = rules.map(({ id: own, text, addedAt }) => ({ id: own, rule: text, addedAt }));
  await rm(next, { force: true });
  const handle = await open(next, 'wx', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify({ version: 1, nextId, rules: entries }, null, 1)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(next, file);
}
