import { randomBytes, randomUUID } from 'node:crypto';
import type { User } from '@tandem/api-types';
import { ha1 } from '../authentication/digest.ts';
import { ApiError } from '../http/api-error.ts';
import type { Accounts, AccountsOptions } from './accounts.ts';
import type { DeviceStore, NewDevice } from './device-store.ts';
import { newSecretToken } from './secret-token.ts';

/** A browser in private mode is a new device at each sign-in, so the oldest idle one gives way beyond this. */
const DEVICES_MAX = 50;
const REGISTER_EXPIRES_SECONDS = 600;
const NAME_ATTEMPTS = 3;

interface DevicesOptions
  extends Pick<
    AccountsOptions,
    | 'realm'
    | 'now'
    | 'log'
    | 'iceServers'
    | 'registerExpiresSeconds'
    | 'webSocketPath'
    | 'onDeviceRemoved'
    | 'onCredentialsChanged'
  > {
  readonly devices: DeviceStore;
}

/** A user's devices, each with SIP credentials of its own, so that a lost one can be shut out alone. */
export function createDevices(
  options: DevicesOptions,
): Pick<Accounts, 'addDevice' | 'listDevices' | 'removeDevice'> {
  const { devices, realm, now, log } = options;

  const remove = async (user: User, deviceId: string): Promise<void> => {
    const removed = await devices.remove(user.id, deviceId);
    if (!removed) throw new ApiError('not-found', { message: 'You have no such device.' });
    log.info('device removed', { user: user.username, device: deviceId });
    options.onDeviceRemoved?.({ username: user.username, deviceId });
    if (removed.authorizationUsername !== null) options.onCredentialsChanged?.(removed.authorizationUsername);
  };

  const makeRoom = async (user: User): Promise<void> => {
    if ((await devices.count(user.id)) < DEVICES_MAX) return;
    const oldest = await devices.oldestIdle(user.id, now());
    if (oldest === null) throw new ApiError('too-many-devices');
    await remove(user, oldest);
  };

  /** @returns null when the random name was taken */
  const insert = async (user: User, password: string, device: Pick<NewDevice, 'name' | 'platform'>) => {
    const authorizationUsername = `${user.username}.${randomBase32()}`;
    const stored: NewDevice = {
      ...device,
      id: randomUUID(),
      userId: user.id,
      createdAtMs: now(),
      authorizationUsername,
      realm,
      ha1: ha1(authorizationUsername, realm, password),
    };
    return (await devices.insert(stored)) ? stored : null;
  };

  return {
    listDevices: (user) => devices.list(user.id, DEVICES_MAX * 2),
    removeDevice: remove,
    async addDevice(user, { name, platform }) {
      await makeRoom(user);
      const password = newSecretToken();
      let stored: NewDevice | null = null;
      for (let attempt = 0; stored === null && attempt < NAME_ATTEMPTS; attempt += 1) {
        stored = await insert(user, password, { name, platform });
      }
      if (!stored) throw new Error(`No free authorization user name was found for ${user.username}.`);
      log.info('device added', { user: user.username, device: stored.id, platform });
      return {
        device: { id: stored.id, name, platform, createdAt: new Date(stored.createdAtMs).toISOString() },
        sip: {
          uri: user.addressOfRecord,
          displayName: user.displayName,
          authorizationUsername: stored.authorizationUsername,
          password,
          realm,
          webSocketPath: options.webSocketPath ?? '/sip',
          registerExpiresSeconds: options.registerExpiresSeconds ?? REGISTER_EXPIRES_SECONDS,
          iceServers: [...options.iceServers],
        },
      };
    },
  };
}

/** 40 random bits in 8 characters (RFC 4648 §6, lower case). */
function randomBase32(): string {
  return Array.from(randomBytes(8), (byte) => 'abcdefghijklmnopqrstuvwxyz234567'.charAt(byte % 32)).join('');
}
