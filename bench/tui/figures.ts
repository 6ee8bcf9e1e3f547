/** One entry a frame that an update of the chain brought. */
export interface Frames {
  /** From the dispatch of the update to the last byte of its frame. */
  redrawMs: number[];
  /** From the event, so that what gathers events and spaces frames is in it. */
  eventToBytesMs: number[];
  /** CPU time of the whole process from the dispatch to the last byte. */
  cpuMs: number[];
  bytes: number[];
  /** Rows of the screen that look different. */
  rowsChanged: number[];
}

/** What a steady stream of updates, a quote and a chain each, takes. */
export interface Share {
  perSecond: number;
  /** Of one core. */
  cpuShare: number;
  frames: number;
  bytesPerSecond: number;
}

export interface InProcess {
  contracts: number;
  frames: Frames;
  shares: Share[];
}
