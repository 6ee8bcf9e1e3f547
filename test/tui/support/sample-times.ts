import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';

/** A Monday in the regular session, where the tests' pictures are taken. */
export const sampleDate = '2026-11-23';

export const sampleNow = newYorkInstant(sampleDate, '13:45:55');

export const open = newYorkInstant(sampleDate, '09:30');

export const close = newYorkInstant(sampleDate, '16:00');

export const optionClose = newYorkInstant(sampleDate, '16:15');
