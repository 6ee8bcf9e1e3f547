const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

const two = (value: number) => String(value).padStart(2, '0');

/**
 * Time left with its units: `12s`, `24m 45s`, `2h 14m`, `3d 4h`. Rounded up, so that `0s` means now and nothing is ever
 * less. The one way in which countdowns are written: `24:45` may be minutes or hours.
 */
export function countdownText(ms: number): string {
  const seconds = Math.ceil(Math.max(0, ms) / 1000);
  if (seconds < minute) return `${seconds}s`;
  if (seconds < hour) return `${Math.floor(seconds / minute)}m ${two(seconds % minute)}s`;
  const minutes = Math.ceil(seconds / minute);
  const hours = Math.floor(minutes / 60);
  if (seconds < day && hours < 24) return `${hours}h ${two(minutes % 60)}m`;
  return `${Math.floor(hours / 24)}d ${hours % 24}h`;
}
