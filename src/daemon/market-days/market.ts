import { calendarDays } from '../../config/settings/calendar-days.ts';
import { createSignal, type Signal } from '../../base/signal.ts';
import type { PhaseState } from '../../protocol/state.ts';
import type { DaemonCore } from '../core.ts';
import type { Expirations } from '../underlyings/expirations/expirations.ts';
import { type MarketDays, phaseState } from './market-hours.ts';
import { openMarketDays } from './open-market-days.ts';

/** The market's days, and who wants to know when they change. */
export interface Market {
  readonly hours: MarketDays;
  /** The calendar in force has changed. */
  readonly changed: Signal;
  /** Takes over days and hours of the settings as they are now; whoever calls it emits `changed`. */
  configure(): void;
}

/** Opens the days in force, with what the exchange said in earlier runs. */
export async function openMarket({ settings, db, clock, onStoreError }: DaemonCore): Promise<Market> {
  const hours = await openMarketDays({ settings, db, clock, onStoreError });
  const changed = createSignal();
  return {
    hours,
    changed,
    configure: () => hours.configure(calendarDays(settings)),
  };
}

/** The phase of the main symbol's market as clients are shown it. It is sent again when calendar or expirations change. */
export function showPhase(
  core: DaemonCore,
  { hours, changed }: Market,
  expirations: Expirations,
): () => PhaseState {
  const { clock, bus, settings } = core;
  const { symbol } = settings;
  const phaseNow = () => phaseState(hours, clock.now(), expirations.nearest(symbol));
  const show = () => void bus.emit('phase', phaseNow());
  bus.on('expirations', (listed) => {
    if (listed.symbol === symbol) show();
  });
  changed.on(show);
  return phaseNow;
}
