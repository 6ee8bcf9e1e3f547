import { SpyglassError } from '../../base/errors.ts';

/** Why no daemon starts where nothing says what it should record. */
export function noKey(): SpyglassError {
  return new SpyglassError('settings', 'There is no API key.', {
    hint: 'Set MASSIVE_API_KEY (or POLYGON_API_KEY); `spyglass daemon run --demo` runs a simulated market.',
  });
}
