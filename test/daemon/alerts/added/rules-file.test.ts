import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import {
  readRulesFile,
  rulesFileOf,
  writeRulesFile,
} from '../../../../src/daemon/alerts/added/rules-file.ts';
import { tempDir } from '../../../support/temp-dir.ts';

const now = Date.parse('2026-11-23T15:00:00Z');
const rules = [
  { id: 2, text: 'SPY price crosses 701', addedAt: now },
  { id: 5, text: 'QQQ price crosses flip', addedAt: now + 1 },
];
const entries = rules.map(({ id, text, addedAt }) => ({ id, rule: text, addedAt }));

async function fileWith(t: ExecutionContext, text?: string) {
  const dir = await tempDir(t);
  const file = rulesFileOf(path.join(dir, 'spyglass.sqlite'));
  if (text !== undefined) writeFileSync(file, text);
  return { dir, file };
}

test('rules are read as they were written, by their owner alone', async (t) => {
  const { dir, file } = await fileWith(t);
  t.is(path.basename(file), 'spyglass.alert-rules.json');
  t.deepEqual(await readRulesFile(file, now), { nextId: 1, rules: [], problem: null, isWritable: true });
  writeFileSync(`${file}.new`, 'left by a kill', { mode: 0o644 });
  await writeRulesFile(file, { nextId: 6, rules });
  t.is(statSync(file).mode & 0o777, 0o600);
  t.deepEqual(readdirSync(dir), ['spyglass.alert-rules.json']);
  t.deepEqual(await readRulesFile(file, now), { nextId: 6, rules, problem: null, isWritable: true });
});

for (const [what, text] of [
  ['a half-written file', '{"version":1,"nextId":2,"rules":[{"id":1,"rule":"SPY pri'],
  ['nothing', ''],
  ['another version', JSON.stringify({ version: 2, nextId: 1, rules: [] })],
  ['a list', '[]'],
  ['zeros', '\0'.repeat(4096)],
  ['a book', `{"version":1,"nextId":1,"rules":[${'"x",'.repeat(60_000)}"x"]}`],
] as const) {
  test(`${what} in the place of rules is kept aside, and named`, async (t) => {
    const { dir, file } = await fileWith(t, text);
    const read = await readRulesFile(file, now);
    const aside = `${file}.broken-20261123T150000Z`;
    t.deepEqual(read.rules, []);
    t.true(read.isWritable);
    t.is(read.problem?.code, 'file');
    t.regex(read.problem!.message, /it holds no alert rules\. It was kept as /);
    t.true(read.problem!.message.includes(aside));
    t.is(readFileSync(aside, 'utf8'), text);
    t.is(statSync(file).mode & 0o777, 0o600);
    writeFileSync(file, text);
    await readRulesFile(file, now);
    t.deepEqual(readdirSync(dir).length, 3, 'a second one of the same second has a name of its own');
    t.is((await readRulesFile(file, now)).problem, null, 'the next start has nothing to say');
  });
}

test('what makes sense of a wrong file goes on, and its ids are not given again', async (t) => {
  const hostile = [
    { id: 9, rule: 'price > $(reboot)', addedAt: now },
    { id: 2, rule: 'SPY price crosses 702', addedAt: now },
    { id: 10, rule: 'SPY  price crosses 701', addedAt: now },
    { id: -1, rule: 'SPY price > 1', addedAt: now },
    { id: 11, rule: 'SPY price > 1', addedAt: 'today' },
    null,
  ];
  const text = JSON.stringify({ version: 1, nextId: 3, rules: [...entries, ...hostile] });
  const { file } = await fileWith(t, text);
  const read = await readRulesFile(file, now);
  t.deepEqual(read.rules, rules);
  t.is(read.nextId, 6);
  t.regex(read.problem!.message, /6 of its 8 entries are no rules, or too many/);
  t.deepEqual(JSON.parse(readFileSync(file, 'utf8')), { version: 1, nextId: 6, rules: entries });
});

test('more rules than are watched are too many', async (t) => {
  const many = Array.from({ length: 60 }, (_, index) => ({
    ...{ id: index + 1, rule: `SPY price > ${index + 1}`, addedAt: now },
  }));
  const { file } = await fileWith(t, JSON.stringify({ version: 1, nextId: 61, rules: many }));
  const read = await readRulesFile(file, now);
  t.is(read.rules.length, 50);
  t.regex(read.problem!.message, /10 of its 60 entries/);
});

test('what cannot be read is not written over', async (t) => {
  const { file } = await fileWith(t);
  mkdirSync(file);
  const directory = await readRulesFile(file, now);
  t.false(directory.isWritable);
  t.regex(directory.problem!.message, /cannot be read: .*is no file/);

  const { file: pipe } = await fileWith(t);
  execFileSync('mkfifo', [pipe]);
  const found = await readRulesFile(pipe, now);
  t.false(found.isWritable);
});
