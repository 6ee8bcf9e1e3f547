/** The parts of the documents that are made from the tables of the source, so that they cannot disagree with it. */
import { errorTable } from '../src/base/errors.ts';
import { buildProgram } from '../src/cli/program/program.ts';
import type { SettingSpec } from '../src/config/settings/setting-spec.ts';
import { settingNames, settingsTable } from '../src/config/settings/settings-table.ts';
import { alertMeasures, measures } from '../src/market/alerts/alert-measures.ts';
import type { ColumnKind } from '../src/export/columns/column.ts';
import { exportColumns } from '../src/export/columns/export-columns.ts';
import { exportNames } from '../src/export/export-request.ts';
import { eventNames, eventTable } from '../src/protocol/events.ts';
import { methodNames, methodTable } from '../src/protocol/methods.ts';
import { faultNames, faults } from '../src/simulator/faults.ts';
import {
  cursorKeyTableRows,
  dialogKeyTableRows,
  keyTableRows,
  playbackKeyTableRows,
} from '../src/tui/keys/key-table.ts';
import { faultEffects } from '../test/daemon/faults/effects.ts';
import { archiveTables } from './archive-columns.ts';
import { machineFaults } from './machine-faults.ts';
import { eventsPart, methodsPart } from './protocol-page.ts';

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');

function rows(header: string[], body: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(header), `|${header.map(() => '---').join('|')}|`, ...body.map(line)].join('\n');
}

function settings(): string {
  return rows(
    ['Setting', 'Environment', 'Default', 'Meaning'],
    settingNames.map((name) => {
      const spec: SettingSpec = settingsTable[name];
      const env = spec.env.map((variable) => `\`${variable}\``).join(', ');
      const isEmpty = spec.default === null || (Array.isArray(spec.default) && spec.default.length === 0);
      const fallback = isEmpty ? '–' : `\`${String(spec.default)}\``;
      return [`\`${spec.path}\``, env, fallback, spec.summary];
    }),
  );
}

/** What each measure of an alert rule is, exactly, and how its number is written. */
function alerts(): string {
  return rows(
    ['Measure', 'Number', 'What it is'],
    alertMeasures.map((name) => {
      const { units, summary } = measures[name];
      const unit = units
        ? Object.keys(units)
            .map((one) => `\`${one}\``)
            .join(', ')
        : 'alone';
      return [`\`${name}\``, units ? `with ${unit}` : unit, summary];
    }),
  );
}

function errors(): string {
  return rows(
    ['Code', 'Exit', 'As a problem', 'What to do'],
    Object.entries(errorTable).map(([code, { exit, severity, hint }]) => [
      `\`${code}\``,
      String(exit),
      severity,
      hint,
    ]),
  );
}

function keys(): string {
  return ['| Keys | What they do | In `[keys]` |', '|---|---|---|', ...keyTableRows()].join('\n');
}

function playbackKeys(): string {
  return ['| Keys | What they do | In `[keys]` |', '|---|---|---|', ...playbackKeyTableRows()].join('\n');
}

function cursorKeys(): string {
  return ['| Keys | What they do | In `[keys]` |', '|---|---|---|', ...cursorKeyTableRows()].join('\n');
}

function dialogKeys(): string {
  return [
    '| Dialog | Keys | What they do | In `[keys]` |',
    '|---|---|---|---|',
    ...dialogKeyTableRows(),
  ].join('\n');
}

function commands(): string {
  let help = '';
  const keep = (text: string) => {
    help += text;
    return true;
  };
  const stream = { write: keep };
  const environment = { appVersion: '', stdout: stream, stderr: stream };
  const program = buildProgram(environment as never, () => undefined);
  program.outputHelp();
  return `\`\`\`\n${help.trim()}\n\`\`\``;
}

function protocol(): string {
  return [
    rows(
      ['Method', 'Answer'],
      methodNames.map((name) => [`\`${name}\``, methodTable[name]]),
    ),
    rows(
      ['Event', 'When'],
      eventNames.map((name) => [`\`${name}\``, eventTable[name].summary]),
    ),
  ].join('\n\n');
}

function faultTable(): string {
  return rows(
    ['Fault', 'What the API does', 'What you see', 'Health'],
    faultNames.map((name) => {
      const { sees, health } = faultEffects[name];
      const said = Object.entries(health).map(
        ([subject, [code, message]]) => `**${subject}** \`${code}\` ${message}`,
      );
      return [`\`${name}\``, faults[name].summary, sees, said.join('<br>') || '–'];
    }),
  );
}

function machineFaultTable(): string {
  return rows(
    ['Fault', 'What becomes of it', 'Test'],
    machineFaults.map(({ fault, effect, file, title }) => [fault, effect, `\`${file}\`: ${title}`]),
  );
}

/** What each column of an export is. */
function exportTables(): string {
  return exportNames
    .map((name) => {
      const { row, columns } = exportColumns[name];
      const lines = columns.map((column) => [`\`${column.name}\``, kindWords[column.kind], column.meaning]);
      return `### \`${name}\`\n\nA row is ${row}.\n\n${rows(['Column', 'Type', 'What it is'], lines)}`;
    })
    .join('\n\n');
}

const kindWords: Record<ColumnKind, string> = {
  word: 'text',
  text: 'text',
  price: 'dollars',
  quantity: 'number',
  number: 'number',
  instant: 'time',
  date: 'date',
  flag: 'true or false',
};

/** Every document that has generated blocks, and what belongs into each block. */
export const generatedBlocks: Record<string, Record<string, () => string>> = {
  'docs/alerts.md': { alerts },
  'docs/commands.md': { commands, errors },
  'docs/export.md': { 'export-tables': exportTables },
  'docs/faults.md': { faults: faultTable, 'machine-faults': machineFaultTable },
  'docs/keys.md': {
    keys,
    'playback-keys': playbackKeys,
    'cursor-keys': cursorKeys,
    'dialog-keys': dialogKeys,
  },
  'docs/protocol.md': { protocol, methods: methodsPart, events: eventsPart },
  'docs/research.md': { 'archive-columns': () => archiveTables(rows) },
  'docs/settings.md': { settings },
};

/**
 * A document with its blocks made anew. A block stands between `<!-- generated: NAME -->` and `<!-- end -->`.
 * Throws when the document lacks one.
 */
export function withBlocks(document: string, blocks: Record<string, () => string>): string {
  let text = document;
  for (const [name, make] of Object.entries(blocks)) {
    const start = `<!-- generated: ${name} -->`;
    const from = text.indexOf(start);
    const to = text.indexOf('<!-- end -->', from);
    if (from < 0 || to < 0) throw new Error(`there is no block ${name}`);
    text = `${text.slice(0, from + start.length)}\n${make()}\n${text.slice(to)}`;
  }
  return text;
}
