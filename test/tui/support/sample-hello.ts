import type { Hello, PhaseState } from '../../../src/protocol/state.ts';
import { protocolVersion } from '../../../src/protocol/version.ts';
import { close, open, optionClose, sampleDate, sampleNow } from './sample-times.ts';

export function sampleHello(given: Partial<Hello> = {}): Hello {
  return {
    protocolVersion,
    appVersion: '0.1.0',
    pid: 4242,
    epoch: 'epoch-1',
    mode: 'demo',
    symbol: 'SPY',
    databasePath: '/tmp/spyglass/demo.db',
    now: sampleNow,
    clockSpeed: 1,
    isVirtualClock: true,
    ...given,
  };
}

export function samplePhase(given: Partial<PhaseState> = {}): PhaseState {
  return {
    phase: 'regular',
    nextChangeAt: close,
    nextPhase: 'options-late',
    session: {
      ...{ date: sampleDate, overnightOpen: null, preOpen: open - 5.5 * 3_600_000 },
      ...{ open, close, optionClose, isEarlyClose: false },
    },
    expiration: sampleDate,
    standardExpiration: null,
    closedBecause: null,
    ...given,
  };
}
