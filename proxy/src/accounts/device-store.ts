import { type Device, deviceRequest } from '@tandem/api-types';
import { type Database, isDuplicate } from '@tandem/sql';
import { z } from 'zod';
import type { Ha1 } from '../authentication/digest.ts';

const deviceRow = z.object({
  id: z.string(),
  name: z.string(),
  platform: deviceRequest.shape.platform,
  created_at_ms: z.coerce.number(),
});

const deviceRows = z.array(deviceRow);

export interface NewDevice {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly platform: Device['platform'];
  readonly createdAtMs: number;
  readonly authorizationUsername: string;
  readonly realm: string;
  readonly ha1: Ha1;
}

/** A device that is gone, with the name it signed in with. */
interface RemovedDevice {
  readonly deviceId: string;
  /** Null when it had no credentials left. */
  readonly authorizationUsername: string | null;
}

/** The table `devices` with the credentials of each. */
export interface DeviceStore {
  /** @returns false when another credential has the authorization user name: choose another */
  insert(device: NewDevice): Promise<boolean>;
  /** The newest first. */
  list(userId: string, limit: number): Promise<Device[]>;
  count(userId: string): Promise<number>;
  /** The oldest device of the user that is not registered now, or null when all are. */
  oldestIdle(userId: string, nowMs: number): Promise<string | null>;
  /** Removes its credentials and bindings with it. @returns null when the user has no such device */
  remove(userId: string, deviceId: string): Promise<RemovedDevice | null>;
}

export function createDeviceStore(db: Database): DeviceStore {
  return {
    async insert(device) {
      try {
        await db.transaction(async (transaction) => {
          await transaction('devices').insert({
            id: device.id,
            user_id: device.userId,
            name: device.name,
            platform: device.platform,
            created_at_ms: device.createdAtMs,
          });
          await transaction('sip_credentials').insert({
            authorization_username: device.authorizationUsername,
            user_id: device.userId,
            device_id: device.id,
            realm: device.realm,
            ha1_md5: device.ha1.md5,
            ha1_sha256: device.ha1.sha256,
            created_at_ms: device.createdAtMs,
          });
        });
        return true;
      } catch (error) {
        if (isDuplicate(error)) return false;
        throw error;
      }
    },
    async list(userId, limit) {
      const rows: unknown = await db('devices')
        .where({ user_id: userId })
        .orderBy([
          { column: 'created_at_ms', order: 'desc' },
          { column: 'id', order: 'desc' },
        ])
        .limit(limit);
      return deviceRows.parse(rows).map((row) => ({
        id: row.id,
        name: row.name,
        platform: row.platform,
        createdAt: new Date(row.created_at_ms).toISOString(),
      }));
    },
    async count(userId) {
      const row: unknown = await db('devices').where({ user_id: userId }).count({ devices: '*' }).first();
      return z.object({ devices: z.coerce.number() }).parse(row).devices;
    },
    async oldestIdle(userId, nowMs) {
      const registered = db('bindings')
        .whereNotNull('device_id')
        .where('expires_at_ms', '>', nowMs)
        .select('device_id');
      const row: unknown = await db('devices')
        .where({ user_id: userId })
        .whereNotIn('id', registered)
        .orderBy('created_at_ms')
        .first('id');
      return z.object({ id: z.string() }).optional().parse(row)?.id ?? null;
    },
    remove: (userId, deviceId) =>
      db.transaction(async (transaction) => {
        const credential: unknown = await transaction('sip_credentials')
          .where({ user_id: userId, device_id: deviceId })
          .first('authorization_username');
        const removed = await transaction('devices').where({ id: deviceId, user_id: userId }).delete();
        if (removed === 0) return null;
        await transaction('bindings').where({ device_id: deviceId }).delete();
        const { authorization_username = null } =
          z.object({ authorization_username: z.string() }).optional().parse(credential) ?? {};
        return { deviceId, authorizationUsername: authorization_username };
      }),
  };
}
