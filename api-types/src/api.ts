/** The HTTP API's schemas. The server validates with them, the apps parse with them, OpenAPI is generated from them. */
import { z } from 'zod';
import { role } from './access.ts';
import { version } from './changes.ts';

/** Lower-case letters, digits, dot, dash and underscore; 1 to 64 characters, so that it is a SIP user part unescaped. */
export const username = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'lower-case letters, digits, ".", "-" and "_" only, 64 at most');

/** The web and desk-phone password of an account: 8 to 256 characters. */
export const password = z.string().min(8).max(256);

export const user = z.object({
  id: z.string(),
  username,
  displayName: z.string(),
  role,
  /** `sip:alice@example.com` */
  addressOfRecord: z.string(),
});

export const signInRequest = z.object({ username: z.string().max(64), password: z.string().max(256) });

/** Exchanges the secret of a sign-in link, which works once and for a day. */
export const linkSignInRequest = z.object({ token: z.string().max(128) });

export const refreshRequest = z.object({ refreshToken: z.string().max(128) });

export const session = z.object({
  /** A bearer token for `Authorization`. */
  accessToken: z.string(),
  accessTokenExpiresInSeconds: z.number().int(),
  /** Works once: each refresh answers with the next one. */
  refreshToken: z.string(),
  user,
});

export const iceServer = z.object({
  urls: z.array(z.string()),
  username: z.string().optional(),
  credential: z.string().optional(),
});

export const deviceRequest = z.object({
  /** Shown in the list of devices: "Chromium on Linux". */
  name: z.string().min(1).max(120),
  platform: z.enum(['web', 'android', 'ios', 'desk']),
});

export const device = z.object({
  id: z.string(),
  name: z.string(),
  platform: z.enum(['web', 'android', 'ios', 'desk']),
  createdAt: z.iso.datetime(),
});

/** A user's own devices, the newest first. */
export const devices = z.object({ devices: z.array(device) });

/** What a softphone needs to register. The password is told once and kept by the server only as HA1. */
export const deviceCredentials = z.object({
  device,
  sip: z.object({
    uri: z.string(),
    displayName: z.string(),
    authorizationUsername: z.string(),
    password: z.string(),
    realm: z.string(),
    /** Path of SIP over WebSocket on the origin that served this answer: `/sip`. */
    webSocketPath: z.string(),
    /** The interval to ask for in REGISTER. */
    registerExpiresSeconds: z.number().int(),
    iceServers: z.array(iceServer),
  }),
});

export const callDirection = z.enum(['incoming', 'outgoing']);

/** How a call attempt ended, seen from the system. */
export const callOutcome = z.enum([
  'answered',
  'busy',
  'no-answer',
  'declined',
  'cancelled',
  'unreachable',
  'not-found',
  'rejected',
  'failed',
]);

export const legQuality = z.object({
  codec: z.string().nullable(),
  packets: z.number().int().nullable(),
  packetsLost: z.number().int().nullable(),
  jitterMs: z.number().nullable(),
  /** Mean opinion score, 1 to 4.5; null when the endpoint sent no RTCP. */
  mos: z.number().nullable(),
});

/** One call attempt of the caller's own history. */
export const historyCall = z.object({
  id: z.string(),
  direction: callDirection,
  /** The other party. */
  peer: z.object({ uri: z.string(), displayName: z.string().nullable() }),
  outcome: callOutcome,
  startedAt: z.iso.datetime(),
  answeredAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime(),
  /** Talking time; 0 when unanswered. */
  durationSeconds: z.number().int(),
});

/** Pages run from the newest call back; `cursor` is the `nextCursor` of the page before. */
export const pageQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
});

export const historyPage = z.object({ calls: z.array(historyCall), nextCursor: z.string().nullable() });

/** Missed calls that the user has not seen on any phone; more than 100 are told as 100. */
export const missedCalls = z.object({ count: z.number().int().min(0).max(100) });

/** When the last of the calls ended that the user has seen. */
export const missedCallsSeen = z.object({ until: z.iso.datetime() });

/** A call detail record, as an admin sees it. */
export const callDetailRecord = z.object({
  id: z.string(),
  callId: z.string(),
  node: z.string(),
  caller: z.string(),
  callerName: z.string().nullable(),
  callee: z.string(),
  /** The contact that answered, or null. */
  answeredBy: z.string().nullable(),
  outcome: callOutcome,
  /** Who ended it. */
  hungUpBy: z.enum(['caller', 'callee', 'system']),
  /** The final SIP status of the attempt: 200 for an answered call. */
  sipStatus: z.number().int(),
  /** A sentence or phrase that says why it ended. */
  reason: z.string(),
  startedAt: z.iso.datetime(),
  ringingAt: z.iso.datetime().nullable(),
  answeredAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime(),
  callerLeg: legQuality,
  calleeLeg: legQuality,
  /** Ids of the trunks by which it came and went; null for our own users. */
  arrivedByTrunk: z.string().nullable(),
  leftByTrunk: z.string().nullable(),
});

export const callDetailRecordPage = z.object({
  calls: z.array(callDetailRecord),
  nextCursor: z.string().nullable(),
});

/** Somebody who can be called by name. */
export const directoryEntry = z.object({
  username,
  displayName: z.string(),
  addressOfRecord: z.string(),
  /** True when at least one phone of theirs is registered. */
  reachable: z.boolean(),
});

/** `search` is the beginning of a user name or any part of a display name. */
export const directoryQuery = z.object({ search: z.string().max(64).optional() });

/** Sorted by user name, at most 500. */
export const directory = z.object({ entries: z.array(directoryEntry) });

export const componentHealth = z.object({ up: z.boolean(), detail: z.string() });

export const health = z.object({
  status: z.enum(['up', 'degraded', 'down']),
  version: z.string(),
  node: z.string(),
  uptimeSeconds: z.number().int(),
  components: z.object({ database: componentHealth, sip: componentHealth, mediaRelay: componentHealth }),
});

/** Figures for the console's first page. */
export const overview = z.object({
  health,
  registeredBindings: z.number().int(),
  activeCalls: z.number().int(),
  users: z.number().int(),
});

export const adminUser = user.extend({
  /** Whether calls that nobody answers go to the voicemail. */
  voicemail: z.boolean(),
  createdAt: z.iso.datetime(),
  registeredBindings: z.number().int(),
  version,
});

/** `search` is a part of the user name or display name. */
export const adminUsersQuery = pageQuery.extend({ search: z.string().max(64).optional() });

/** Sorted by user name. */
export const adminUsers = z.object({ users: z.array(adminUser), nextCursor: z.string().nullable() });

/** What is left out stays as it is. */
export const editUserRequest = z.object({
  displayName: z.string().max(120).optional(),
  role: role.optional(),
  voicemail: z.boolean().optional().describe('Calls that nobody answers go to the voicemail of the user.'),
});

/** Where calls to a user ring now: one phone or browser each. */
export const binding = z.object({
  id: z.string(),
  deviceId: z.string().nullable().describe('Null for a phone that registered with the account password.'),
  contactUri: z.string(),
  source: z.string().nullable().describe('Where it was last seen: `sip:192.0.2.7:5060;transport=udp`.'),
  transport: z.enum(['udp', 'tcp', 'tls', 'ws', 'wss']),
  userAgent: z.string(),
  registeredAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});

/** The preferred first. */
export const bindings = z.object({ bindings: z.array(binding) });

/** For a QR code: whoever opens it on a telephone is signed in there, once, within a day. */
export const signInLink = z.object({
  /** Goes behind the softphone's address: `https://phone.example.com/` and this. */
  fragment: z.string(),
  /** The same as a whole address of the server that was asked. */
  url: z.string(),
});

export const setPasswordRequest = z.object({ password });
export const createUserRequest = z.object({
  username,
  password,
  displayName: z.string().max(120).optional(),
  role: role.optional(),
});

export type User = z.infer<typeof user>;
export type Session = z.infer<typeof session>;
export type IceServer = z.infer<typeof iceServer>;
export type Device = z.infer<typeof device>;
export type RegisteredBinding = z.infer<typeof binding>;
export type DeviceCredentials = z.infer<typeof deviceCredentials>;
export type CreateUserRequest = z.infer<typeof createUserRequest>;
export type CallOutcome = z.infer<typeof callOutcome>;
export type LegQuality = z.infer<typeof legQuality>;
export type HistoryCall = z.infer<typeof historyCall>;
export type HistoryPage = z.infer<typeof historyPage>;
export type CallDetailRecord = z.infer<typeof callDetailRecord>;
export type DirectoryEntry = z.infer<typeof directoryEntry>;
export type Health = z.infer<typeof health>;
export type Overview = z.infer<typeof overview>;
export type AdminUser = z.infer<typeof adminUser>;
