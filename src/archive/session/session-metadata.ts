import { z } from 'zod';
import { sources } from '../../market/quotes/quote.ts';
import type { SessionKey } from '../../recordings/session-rows.ts';
import type { SessionFileName } from '../archive-paths.ts';
import { Damage } from '../files/archive-error.ts';
import { type ArchivedFacts, archiveModes } from '../session-facts.ts';
import { schemaVersion } from '../tables/tables.ts';

/** What a file says of itself. */
export interface FileMetadata {
  facts: ArchivedFacts;
  table: SessionFileName;
  key: SessionKey;
  rows: number;
  /** SHA-256 of its values, in hex (`createValuesHash`). */
  hash: string;
}

/** As key and value, the way Parquet keeps them. */
export function toKeyValues({ facts, table, key, rows, hash }: FileMetadata): Record<string, string> {
  return {
    'spyglass.schema': String(facts.schema),
    'spyglass.table': table,
    'spyglass.underlying': key.underlying,
    'spyglass.date': key.date,
    'spyglass.mode': facts.mode,
    'spyglass.source': facts.source,
    ...(facts.plan !== null && { 'spyglass.plan': facts.plan }),
    'spyglass.model': String(facts.modelVersion),
    'spyglass.version': facts.appVersion,
    'spyglass.written_at': String(facts.writtenAt),
    'spyglass.rows': String(rows),
    'spyglass.sha256': hash,
  };
}

const whole = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);
const shape = z.object({
  'spyglass.schema': whole,
  'spyglass.table': z.string(),
  'spyglass.underlying': z.string(),
  'spyglass.date': z.string(),
  'spyglass.mode': z.enum(archiveModes),
  'spyglass.source': z.enum(sources),
  'spyglass.plan': z.string().max(100).optional(),
  'spyglass.model': whole,
  'spyglass.version': z.string().max(100),
  'spyglass.written_at': whole,
  'spyglass.rows': whole,
  'spyglass.sha256': z.string().regex(/^[0-9a-f]{64}$/),
});

/**
 * Reads what a file says of itself, and holds it to where it lies.
 *
 * Throws `Damage`, also where a newer version of the program wrote it.
 */
export function parseMetadata(
  metadata: ReadonlyMap<string, string>,
  table: SessionFileName,
  key: SessionKey,
): FileMetadata {
  const schema = Number(metadata.get('spyglass.schema'));
  if (schema > schemaVersion) {
    throw new Damage(
      `has schema ${schema}, which a newer version of Spyglass wrote; this one knows ${schemaVersion}`,
    );
  }
  const parsed = shape.safeParse(Object.fromEntries(metadata));
  if (!parsed.success)
    throw new Damage(`does not say what a file of the archive does (${z.prettifyError(parsed.error)})`);
  const said = parsed.data;
  const name = `${said['spyglass.table']} of ${said['spyglass.underlying']} on ${said['spyglass.date']}`;
  if (name !== `${table} of ${key.underlying} on ${key.date}`) throw new Damage(`is the ${name}`);
  return {
    facts: {
      schema: said['spyglass.schema'],
      mode: said['spyglass.mode'],
      source: said['spyglass.source'],
      plan: said['spyglass.plan'] ?? null,
      modelVersion: said['spyglass.model'],
      appVersion: said['spyglass.version'],
      writtenAt: said['spyglass.written_at'],
    },
    ...{ table, key },
    rows: said['spyglass.rows'],
    hash: said['spyglass.sha256'],
  };
}
