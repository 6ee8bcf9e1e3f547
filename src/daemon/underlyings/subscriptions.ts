import { SpyglassError } from '../../base/errors.ts';
import type { View, ViewState } from '../../protocol/chain-subscription.ts';
import type { Book } from './latest.ts';
import type { LevelsBook } from './levels-tracker.ts';

/** A view that is kept up: polled, recorded, told to whoever looks at it. */
export interface OpenView {
  /** Events of the view carry this very object. */
  readonly view: View;
  readonly book: Book;
  readonly levels: LevelsBook;
  readonly jobs: ViewState['jobs'];
  /** Reads the session's line anew: bars have come, or another session has begun. */
  refreshLine(): Promise<void>;
  close(): void;
}

/** What clients look at. The main symbol's 0-DTE view is always open, any other one while somebody looks at it. */
export interface Views {
  readonly main: OpenView;
  /**
   * Looks at a view, the main one where nothing is asked for, until `release`.
   * @throws SpyglassError `usage` when too many are open
   */
  take(wanted: { symbol?: string | undefined; expiration?: string | undefined }): OpenView;
  release(view: OpenView): void;
  /** The main one first. */
  all(): readonly OpenView[];
  close(): void;
}

export interface ViewsOptions {
  main: OpenView;
  open: (view: View) => OpenView;
  /** A symbol's nearest expiration. */
  nearest: (symbol: string) => string;
  /** Told when a view was opened or closed. */
  onChange: () => void;
}

/** Besides the main one. Each costs calls, and none is needed twice: far more than people have screens. */
export const maxViews = 8;

export function createViews({ main, open, nearest, onChange }: ViewsOptions): Views {
  const others = new Map<string, { opened: OpenView; lookers: number }>();

  /** Who names the nearest expiration by its date means the nearest, also once that date is over. */
  const viewOf = (symbol: string, expiration: string | undefined): View => ({
    symbol,
    expiration: expiration === nearest(symbol) ? null : (expiration ?? null),
  });
  const keyOf = ({ symbol, expiration }: View) => `${symbol} ${expiration ?? ''}`;

  return {
    main,
    take({ symbol = main.view.symbol, expiration }) {
      const view = viewOf(symbol, expiration);
      if (symbol === main.view.symbol && view.expiration === null) return main;
      const known = others.get(keyOf(view));
      if (known) {
        known.lookers += 1;
        return known.opened;
      }
      if (others.size >= maxViews) {
        throw new SpyglassError('usage', `Clients look at ${maxViews} chains already, which is the most.`, {
          hint: 'Close another dashboard, or look at one of the chains that are open.',
        });
      }
      const opened = open(view);
      others.set(keyOf(view), { opened, lookers: 1 });
      onChange();
      return opened;
    },
    release({ view }) {
      const known = others.get(keyOf(view));
      if (!known || known.opened.view !== view) return;
      known.lookers -= 1;
      if (known.lookers > 0) return;
      others.delete(keyOf(view));
      known.opened.close();
      onChange();
    },
    all: () => [main, ...[...others.values()].map(({ opened }) => opened)],
    close() {
      for (const { opened } of others.values()) opened.close();
      others.clear();
    },
  };
}
