import { columnsOf } from '../../export/columns/export-columns.ts';
import { exportBatches } from '../../export/export-batches.ts';
import { withExportHome } from './export-home.ts';
import { exportRequest } from './export-range.ts';
import type { WithRows } from './export-rows.ts';

/** Reads the recording of this machine, beside its daemon or without one. */
export const withOwnRows: WithRows = async (invocation, { wish, symbol, signal }, use) => {
  const named = symbol ?? invocation.loaded.settings.symbol;
  await withExportHome(invocation, signal, async (home) => {
    const request = await exportRequest(invocation, home, wish, named);
    await use({
      name: request.name,
      symbol: named,
      columns: columnsOf(request),
      batches: (listener) => exportBatches(home, request, listener),
    });
  });
};
