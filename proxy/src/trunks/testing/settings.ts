import { type TrunkSettingsInput, trunkSettings } from '@tandem/api-types/trunk-settings';
import type { StoredTrunk } from '../trunk.ts';

/** A carrier at which we register. */
export const carrierSettings = (changes: Partial<TrunkSettingsInput> = {}) =>
  trunkSettings.parse({
    name: 'Carrier',
    connection: { kind: 'register-to-carrier', domain: 'carrier.example', username: '4930123' },
    gateways: [{ host: '192.0.2.10' }],
    ...changes,
  });

/** A carrier that knows our address. */
export const addressSettings = (changes: Partial<TrunkSettingsInput> = {}) =>
  trunkSettings.parse({
    name: 'By address',
    connection: { kind: 'by-address' },
    gateways: [{ host: '192.0.2.20' }],
    ...changes,
  });

export const storedTrunk = (changes: Partial<StoredTrunk> = {}): StoredTrunk => ({
  id: 'carrier',
  settings: carrierSettings(),
  version: 1,
  sealedSecret: 'v1.x.y',
  managedBy: null,
  updatedAtMs: 0,
  ...changes,
});
