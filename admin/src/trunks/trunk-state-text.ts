import type { GatewayState, RegistrationState, TrunkState } from '@tandem/api-types/trunks';
import type { Tone } from '../parts/status.tsx';

export const trunkTones: Record<TrunkState['state'], Tone> = {
  up: 'good',
  degraded: 'warning',
  down: 'bad',
  unknown: 'idle',
  disabled: 'idle',
};

export const registrationTones: Record<RegistrationState['state'], Tone> = {
  registered: 'good',
  trying: 'warning',
  failed: 'bad',
  off: 'idle',
};

export const gatewayTones: Record<GatewayState['state'], Tone> = { up: 'good', down: 'bad', unknown: 'idle' };

/** `sip1.example.com:5060 (UDP)` of `sip1.example.com:5060;transport=udp`. */
export function gatewayText(gateway: string): string {
  const [address = gateway, parameters = ''] = gateway.split(';');
  const transport = /transport=(\w+)/.exec(parameters)?.[1];
  return transport ? `${address} (${transport.toUpperCase()})` : address;
}

/** `87 %` of a share from 0 to 1. */
export function shareText(share: number): string {
  return `${Math.round(share * 100)} %`;
}
