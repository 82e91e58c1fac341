import type { Application } from './application.ts';

/** Owns a request that concerns no application, and hears of nothing. */
export const noApplication: Application = {
  name: 'none',
  closed: false,
  onRequest() {},
  onEarlyUpdate() {},
  onCancel() {},
  onAck() {},
  onResponse() {},
  onEndedByEngine() {},
};
