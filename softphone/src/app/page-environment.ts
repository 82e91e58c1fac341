import { Capacitor } from '@capacitor/core';
import { pageIsServed } from '@tandem/api-client';
import type { DeviceCredentials } from '@tandem/api-types';
import type { DeviceDescription } from '../core/account/account.ts';
import { claimInstanceId } from '../core/account/instance-id.ts';
import type { CallEngine } from '../core/call/call-engine.ts';
import { deviceName } from '../core/phone/device-name.ts';

/** A browser, or the native app around this page. */
export function thisDevice(): DeviceDescription {
  const platform = Capacitor.getPlatform();
  return {
    name: deviceName(navigator.userAgent),
    platform: platform === 'android' || platform === 'ios' ? platform : 'web',
  };
}

/** Starts a web engine for these credentials. SIP.js is loaded only now: signing in does not need it. */
export async function createWebEngine(credentials: DeviceCredentials): Promise<CallEngine> {
  const { SipCallEngine } = await import('../core/sip/sip-call-engine.ts');
  const { instanceId } = await claimInstanceId({
    deviceId: credentials.device.id,
    shared: localStorage,
    locks: navigator.locks,
    newId: newUuid,
  });
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
  return new SipCallEngine({
    sip: credentials.sip,
    instanceId,
    environment: {
      webSocketUrl: `${scheme}//${location.host}${credentials.sip.webSocketPath}`,
      mediaDevices: navigator.mediaDevices,
      secureContext: window.isSecureContext,
      online: () => navigator.onLine,
      now: Date.now,
      random: Math.random,
      newId: newUuid,
      watchPage,
      onError: (text) => console.warn(`SIP: ${text}`),
    },
  });
}

/** Whether this page could be loaded anew now. */
export const serverAnswers = (): Promise<boolean> => pageIsServed(location.pathname);

/** `crypto.randomUUID` exists on secure pages only, `getRandomValues` everywhere (RFC 9562 §5.4). */
function newUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes]
    .map((byte, index) => (index === 6 ? (byte & 0x0f) | 0x40 : index === 8 ? (byte & 0x3f) | 0x80 : byte))
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function watchPage(page: { wake: () => void; sleep: () => void }): () => void {
  const becameVisible = () => {
    if (document.visibilityState === 'visible') page.wake();
  };
  window.addEventListener('online', page.wake);
  window.addEventListener('offline', page.sleep);
  document.addEventListener('visibilitychange', becameVisible);
  return () => {
    window.removeEventListener('online', page.wake);
    window.removeEventListener('offline', page.sleep);
    document.removeEventListener('visibilitychange', becameVisible);
  };
}
