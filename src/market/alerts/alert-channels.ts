export const alertChannels = ['command', 'webhook', 'desktop'] as const;
/** A way on which alerts reach a person without a dashboard: a program, a POST, a notification of the desktop. */
export type AlertChannel = (typeof alertChannels)[number];
