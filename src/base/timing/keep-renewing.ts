import type { Clock } from '../clock.ts';

/** How something that ends by itself is kept. Times are real ms. */
export interface KeepRenewingOptions<T> {
  clock: Clock;
  renew: () => Promise<T>;
  everyMs: number;
  /** To the next try after one that failed; `everyMs` by default. */
  retryMs?: number;
  /** Whether a failure says that it is over; then it is not tried again. */
  isOver: (error: unknown) => boolean;
  onRenewed?: (result: T) => void;
  onFailed?: (error: unknown) => void;
}

/** Renews it again and again, first after `everyMs`. Returns how to stop; nothing is called after that. */
export function keepRenewing<T>(options: KeepRenewingOptions<T>): () => void {
  const { clock, renew, everyMs, retryMs = everyMs, isOver, onRenewed, onFailed } = options;
  let cancel = () => {};
  let isStopped = false;
  const renewAfter = (ms: number) => {
    cancel = clock.after(ms * clock.speed, () => void renewOnce());
  };
  const renewOnce = async () => {
    try {
      const result = await renew();
      if (isStopped) return;
      onRenewed?.(result);
      renewAfter(everyMs);
    } catch (error) {
      if (isStopped) return;
      if (!isOver(error)) renewAfter(Math.min(retryMs, everyMs));
      onFailed?.(error);
    }
  };
  renewAfter(everyMs);
  return () => {
    isStopped = true;
    cancel();
  };
}
