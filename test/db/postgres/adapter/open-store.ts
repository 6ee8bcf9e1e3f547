import type { ExecutionContext } from 'ava';
import type { TestPostgres } from '../../../support/postgres/test-store.ts';

/** An empty store of its own for a test. */
export type OpenStore = (t: ExecutionContext) => Promise<TestPostgres>;
