/** A proxy as Node's agent takes it. */
export interface HttpsProxy {
  HTTPS_PROXY: string;
  /** Hosts that are asked directly, separated by commas. */
  NO_PROXY?: string;
}
