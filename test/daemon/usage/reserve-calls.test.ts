import test from 'ava';
import { SpyglassError } from '../../../src/base/errors.ts';
import { gapReasons, reasonOf } from '../../../src/daemon/recording/gaps/gap-reasons.ts';
import { reserveCalls } from '../../../src/daemon/usage/reserve-calls.ts';
import { UpstreamError } from '../../../src/sources/polygon/http/upstream-error.ts';
import { monday } from '../../db/fixtures.ts';

const call = { endpoint: '/v1/marketstatus/now', method: 'GET', timestamp: monday };
const failing = (code: 'store' | 'lease_lost') => ({
  reserve: () => Promise.reject(new SpyglassError(code, 'no')),
});

test('where one process spends the budget nothing is reserved', (t) => {
  t.is(reserveCalls({}), undefined);
});

test('a call is reserved before it is sent', async (t) => {
  t.is(await reserveCalls({ reserve: async () => 7 })!(call), 7);
});

test('no call goes out once another daemon records', async (t) => {
  const error = await t.throwsAsync(async () => reserveCalls(failing('lease_lost'), () => true)!(call), {
    instanceOf: UpstreamError,
  });
  t.is(error?.failure, 'budget');
  t.is(error?.code, 'lease_lost');
});

test('while the store is away calls go out, but not where another daemon may have taken over', async (t) => {
  t.is(await reserveCalls(failing('store'))!(call), null);
  const error = await t.throwsAsync(async () => reserveCalls(failing('store'), () => false)!(call), {
    instanceOf: UpstreamError,
  });
  t.is(error?.code, 'store', 'the store is to be looked at, not the budget');
  t.is(reasonOf(error), gapReasons.notStored);
});
