import type { DecisionStep } from '@tandem/api-types/routing';
import { type LegMedia, legMediaOf, type SpeechPolicies } from '@tandem/media-relay';
import { parseContacts } from '@tandem/sip-engine/name-addr';
import type { Domains } from '../domains.ts';
import type { RefusalKey } from '../errors.ts';
import type { Binding } from '../registrar/binding.ts';
import { decide } from '../routing/decide.ts';
import type { Decision, RoutedCaller, TrunkRoute } from '../routing/decision.ts';
import { readDialled } from '../routing/dialled.ts';
import type { RoutingSnapshot } from '../routing/routing-snapshot.ts';
import { optionTags } from '../sip/option-tags.ts';
import type { BranchTarget, Offer } from './branch.ts';
import { type CallingParty, inviteHeaders, oneLine, type SipHeaders } from './call-headers.ts';
import { flowOf } from './conversation.ts';
import { unknownExtensions } from './extensions.ts';
import type { LocalAnswerer } from './local-branch.ts';
import { problemOf, READABLE_BODIES, readBody } from './session-description.ts';
import type { IncomingRequest } from './srf.ts';

/** Why a call cannot be made. */
export interface CallRefusal {
  readonly key: RefusalKey;
  readonly detail?: string | undefined;
  readonly headers?: SipHeaders;
}

/** What an acceptable INVITE says. */
export interface ReadInvite {
  readonly offer: Offer;
  /** The caller's, also when he leaves the offer to the callee. */
  readonly media: LegMedia;
  readonly maxForwards: number;
  /** He accepts only reliable provisional responses (RFC 3262). */
  readonly reliableProvisionals: boolean;
}

export const isRefusal = <T extends object>(value: T | CallRefusal): value is CallRefusal => 'key' in value;

const MAX_FORWARDS = 70;

/** Checks an INVITE as a UAS must (RFC 3261 §8.2) and reads the caller's offer. */
export function readInvite(req: IncomingRequest): ReadInvite | CallRefusal {
  const unknown = unknownExtensions(req);
  if (unknown !== '') return { key: 'bad-extension', detail: unknown, headers: { Unsupported: unknown } };
  const contacts = parseContacts([req.get('Contact') ?? '']);
  if (!contacts || contacts === '*' || contacts.length === 0)
    return { key: 'bad-request', detail: 'no Contact' };
  const offer = readOffer(req);
  if (offer && isRefusal(offer)) return offer;
  return {
    offer,
    media: offer?.media ?? (/^wss?$/i.test(req.protocol) ? 'webrtc' : 'rtp'),
    maxForwards: maxForwardsOf(req) ?? MAX_FORWARDS,
    reliableProvisionals: optionTags(req.get('Require')).includes('100rel'),
  };
}

function readOffer(req: IncomingRequest): Offer | CallRefusal {
  const body = readBody(req.get('Content-Type'), req.body);
  if ('unsupported' in body) {
    return {
      key: 'unsupported-media-type',
      detail: oneLine(body.unsupported),
      headers: { Accept: READABLE_BODIES },
    };
  }
  if ('malformed' in body) return { key: 'bad-request', detail: body.malformed };
  if (body.sdp === null) return null;
  const problem = problemOf(body.sdp);
  if (problem !== null) return { key: 'bad-sdp', detail: oneLine(problem) };
  return { sdp: body.sdp, media: legMediaOf(body.sdp) };
}

function maxForwardsOf(req: IncomingRequest): number | undefined {
  const text = req.get('Max-Forwards')?.trim() ?? '';
  return /^\d{1,3}$/.test(text) ? Number(text) : undefined;
}

/** Where accounts and their phones are found. */
export interface CalleeLookup {
  readonly domains: Domains;
  readonly routing: RoutingSnapshot;
  readonly caller: RoutedCaller;
  /** Whom the call is for. */
  readonly requestUri: string;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  readonly bindingsOf: (username: string) => readonly Binding[];
  /** @throws when the database is down */
  readonly userExists: (username: string) => Promise<boolean>;
  readonly answerers: LocalAnswerers;
  /** Whether calls that the user does not answer go to his voicemail. @throws when the database is down */
  readonly voicemailOn: (username: string) => Promise<boolean>;
  /** Told how the way was found, whatever it is. */
  readonly decided: (steps: readonly DecisionStep[]) => void;
}

/** What in this process takes calls. Null: there is none of that name any more. */
export interface LocalAnswerers {
  conference(name: string): LocalAnswerer | null;
  voicemail(username: string): LocalAnswerer | null;
}

export interface Callee {
  /** Null for an address of another domain and for several users. */
  readonly username: string | null;
  /** The dialled address-of-record. */
  readonly uri: string;
  /** Phones to ring; the headers are not made yet. */
  readonly phones: readonly Phone[];
  /** The phones of each member of a ring group that rings one after another; null when all phones ring at once. */
  readonly inTurn: { readonly members: readonly (readonly Phone[])[]; readonly ringMs: number } | null;
  /** How long it rings at most; null: as long as every call. */
  readonly ringMs: number | null;
  /** Trunks to try; none for a call that stays here. */
  readonly routes: readonly TrunkRoute[];
  /** The country that is called by a trunk, or the number's beginning where none has it; null when unknown. */
  readonly destination: string | null;
  readonly emergency: boolean;
  /** Something in this process that takes the call; null when phones or trunks do. */
  readonly local: LocalAnswerer | null;
  /** Takes the call when no phone does; null: nothing does. */
  readonly mailbox: LocalAnswerer | null;
}

export interface Phone extends Pick<BranchTarget, 'requestUri' | 'nextHop' | 'media' | 'external'> {
  readonly route: readonly string[];
}

/** Finds whom the INVITE is for and where he can be reached (RFC 3261 §16.5). */
export async function findCallee(req: IncomingRequest, lookup: CalleeLookup): Promise<Callee | CallRefusal> {
  const { routing, caller, nowMs, requestUri } = lookup;
  const decision = decide(routing, {
    requestUri,
    caller,
    reason: 'dialled',
    maxForwards: maxForwardsOf(req),
    userExists: await dialledUserExists(requestUri, lookup),
    nowMs,
  });
  lookup.decided(decision.steps);
  const found = calleeOf(decision, req, lookup);
  if (decision.outcome.kind !== 'user' || isRefusal(found)) return found;
  const { username } = decision.outcome;
  // Without the database phones still ring; only the mailbox stays shut.
  const on = await lookup.voicemailOn(username).catch(() => false);
  return on ? { ...found, mailbox: lookup.answerers.voicemail(username) } : found;
}

/** Whether the call is to an emergency number, which no limit on calls keeps back. */
export function isEmergencyCall(requestUri: string, { plan, domains }: RoutingSnapshot): boolean {
  const dialled = readDialled(requestUri, domains);
  return dialled.kind === 'local' && dialled.number !== null && plan.emergencyNumbers.has(dialled.number);
}

/** A number finds its way also while the database is down: emergency calls above all. */
async function dialledUserExists(requestUri: string, lookup: CalleeLookup): Promise<boolean> {
  const { domains, bindingsOf, userExists } = lookup;
  const dialled = readDialled(requestUri, domains);
  if (dialled.kind !== 'local' || dialled.name === null) return false;
  if (bindingsOf(dialled.name).length > 0) return true;
  const exists = userExists(dialled.name);
  return dialled.number === null ? exists : exists.catch(() => false);
}

function calleeOf(decision: Decision, req: IncomingRequest, lookup: CalleeLookup): Callee | CallRefusal {
  const { outcome } = decision;
  const { domains, bindingsOf, answerers } = lookup;
  const callingFlow = flowOf(req);
  const phonesOf = (username: string): Phone[] =>
    bindingsOf(username)
      .filter(({ receivedUri }) => receivedUri === null || receivedUri !== callingFlow)
      .map(phoneOf);
  switch (outcome.kind) {
    case 'refused':
      return { key: outcome.key, ...(outcome.detail === undefined ? {} : { detail: outcome.detail }) };
    case 'external':
      return callee(decision, outcome.uri, { phones: [externalPhone(outcome.uri)] });
    case 'user': {
      const { username } = outcome;
      return callee(decision, `sip:${username}@${domains.primary}`, { username, phones: phonesOf(username) });
    }
    case 'ring-group': {
      const { name, strategy, ringMs } = outcome.ringGroup;
      const uri = `sip:${name}@${domains.primary}`;
      const members = outcome.ringGroup.members.map(phonesOf).filter((phones) => phones.length > 0);
      const phones = members.flat();
      return strategy === 'parallel'
        ? callee(decision, uri, { phones, ringMs })
        : callee(decision, uri, { phones, inTurn: { members, ringMs }, ringMs: members.length * ringMs });
    }
    case 'trunk': {
      const [first] = outcome.routes;
      const uri = `sip:${encodeURIComponent(first?.number ?? '').replace(/^%2B/, '+')}@${domains.primary}`;
      return callee(decision, uri, { routes: outcome.routes });
    }
    case 'conference': {
      const { conference } = outcome;
      const uri = `sip:${conference}@${domains.primary}`;
      const local = answerers.conference(conference);
      return local ? callee(decision, uri, { local }) : { key: 'not-found' };
    }
    case 'voicemail': {
      const { username } = outcome;
      const uri = `sip:${username}@${domains.primary}`;
      const local = answerers.voicemail(username);
      return local ? callee(decision, uri, { username, local }) : { key: 'not-found' };
    }
  }
}

/** Each field by its name: of a spread V8 makes a slow object, for every call anew. */
function callee(
  { emergency, destination }: Decision,
  uri: string,
  { username = null, phones = [], inTurn = null, ringMs = null, routes = [], local = null }: Partial<Callee>,
): Callee {
  return { username, uri, phones, inTurn, ringMs, routes, destination, emergency, local, mailbox: null };
}

const phoneOf = ({ contactUri, receivedUri, path, transport }: Binding): Phone => ({
  requestUri: contactUri,
  nextHop: receivedUri,
  route: path,
  media: transport === 'ws' || transport === 'wss' ? 'webrtc' : 'rtp',
  external: false,
});

const externalPhone = (uri: string): Phone => ({
  requestUri: uri,
  nextHop: null,
  route: [],
  media: 'rtp',
  external: true,
});

/** Who calls, with what the account says before what the phone says. */
export function branchTarget(
  phone: Phone,
  callee: Callee,
  caller: CallingParty,
  req: IncomingRequest,
  maxForwards: number,
  policies: SpeechPolicies,
): BranchTarget {
  const { requestUri, nextHop, media, external, route } = phone;
  const headers = inviteHeaders({
    caller,
    calleeUri: callee.uri,
    route,
    maxForwards: maxForwards - 1,
    received: (name) => req.get(name),
  });
  return { requestUri, nextHop, media, external, headers, policies };
}
