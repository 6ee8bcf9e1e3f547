import type { OptionsEnd } from '../../protocol/chain-subscription.ts';
import type { PhaseState } from '../../protocol/state.ts';

/** The market's phase by the options of one symbol: `optionClose` is when its own stop trading. */
export interface OwnPhase extends PhaseState {
  /** When what expires in the session at hand stops trading; absent where that is at its `optionClose`. */
  expiryClose?: number;
}

/**
 * The phase by the options of a symbol; the same object where these trade as SPY's do. Where they stop with the closing bell
 * there is no phase of late options: it is after hours, until an instant that the market's phase does not hold.
 * @param ends absent where they trade until the session's `optionClose`, on their last day, too
 */
export function ownPhase(phase: PhaseState, ends: OptionsEnd | undefined): OwnPhase {
  const { close } = phase.session;
  if (ends?.lastDayEnd !== 'close') return phase;
  if (ends.end !== 'close') return { ...phase, expiryClose: close };
  const own = (name: PhaseState['phase']) => (name === 'options-late' ? 'post' : name);
  return {
    ...phase,
    ...{ phase: own(phase.phase), nextPhase: own(phase.nextPhase) },
    session: { ...phase.session, optionClose: close },
  };
}

/** When the options of an expiration stop trading in the session at hand. */
export function closeOfExpiration(expiration: string, { session, expiryClose }: OwnPhase): number {
  return expiration === session.date ? (expiryClose ?? session.optionClose) : session.optionClose;
}

/** When the phase changes; `null` where that is not known: see `ownPhase`. */
export function endOfPhase({ phase, nextPhase, nextChangeAt }: PhaseState): number | null {
  return phase === nextPhase ? null : nextChangeAt;
}
