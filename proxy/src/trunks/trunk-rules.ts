import type { TrunkGateway } from '@tandem/api-types/trunk-connection';
import type { TrunkSettings } from '@tandem/api-types/trunk-settings';
import { mayBeAdded, mayBeRemoved } from './header-safety.ts';
import { parseNetwork } from './network.ts';
import { isTimeZone } from './schedule.ts';
import { accountOf, carriesIn, carriesOut, gatewayName, type StoredTrunk, secretPurpose } from './trunk.ts';

/** What is wrong with one field. */
export interface FieldProblem {
  /** Path in the settings: `gateways.0.host`. */
  readonly field: string;
  /** A sentence that says what to do. */
  readonly message: string;
}

/** What a trunk is checked against. */
export interface TrunkSurroundings {
  /** The other trunks. */
  readonly others: readonly StoredTrunk[];
  /** Whether SIP to this host and port would come back to this server. */
  readonly isOurselves: (host: string, port: number) => boolean;
  /** Whether a user has this name. */
  readonly isUser: (username: string) => boolean;
}

export interface TrunkDraft {
  readonly id: string;
  readonly settings: TrunkSettings;
  /** A new secret; undefined leaves the stored one, null removes it. */
  readonly secret: string | null | undefined;
  /** The version that is stored. */
  readonly before: StoredTrunk | null;
}

/** Networks wider than this would let strangers in. */
const PREFIX_LENGTH_MIN = { 4: 8, 6: 16 } as const;

/** @returns every reason why the trunk could not work, empty when it can */
export function problemsOf(draft: TrunkDraft, surroundings: TrunkSurroundings): FieldProblem[] {
  return [
    ...connectionProblems(draft, surroundings),
    ...gatewayProblems(draft.settings, surroundings),
    ...secretProblems(draft),
    ...sourceProblems(draft, surroundings),
    ...mediaProblems(draft.settings),
    ...callerIdProblems(draft.settings),
    ...otherProblems(draft.settings),
  ];
}

const problem = (field: string, message: string): FieldProblem => ({ field, message });

function connectionProblems({ id, settings }: TrunkDraft, surroundings: TrunkSurroundings): FieldProblem[] {
  const { connection, gateways } = settings;
  switch (connection.kind) {
    case 'pbx-registers': {
      const taken =
        surroundings.isUser(connection.username) ||
        surroundings.others.some(
          (other) =>
            other.id !== id &&
            other.settings.connection.kind === 'pbx-registers' &&
            other.settings.connection.username === connection.username,
        );
      return taken
        ? [problem('connection.username', 'A user or another trunk signs in with this name. Choose another.')]
        : [];
    }
    case 'register-to-carrier':
      return gateways.length === 0
        ? [problem('gateways', 'Name at least one server of the carrier: there we register.')]
        : [];
    case 'mutual-tls':
      return gateways.flatMap(({ transport }, index) =>
        transport === 'tls'
          ? []
          : [problem(`gateways.${index}.transport`, 'Certificates are only shown over TLS. Choose TLS.')],
      );
    default:
      return [];
  }
}

function gatewayProblems(settings: TrunkSettings, { isOurselves }: TrunkSurroundings): FieldProblem[] {
  const { gateways, outboundProxy, connection } = settings;
  const problems: FieldProblem[] = [];
  if (gateways.length === 0 && carriesOut(settings) && connection.kind !== 'pbx-registers')
    problems.push(
      problem('gateways', 'Calls cannot go out without a gateway. Add one, or let calls only come in.'),
    );
  const names = gateways.map(gatewayName);
  for (const [index, gateway] of gateways.entries()) {
    if (names.indexOf(gatewayName(gateway)) < index)
      problems.push(problem(`gateways.${index}.host`, 'This gateway is in the list already.'));
    if (isOurselves(gateway.host, portOf(gateway)))
      problems.push(
        problem(`gateways.${index}.host`, 'This is our own address: calls would come back to us.'),
      );
  }
  if (outboundProxy && isOurselves(outboundProxy.host, portOf(outboundProxy)))
    problems.push(problem('outboundProxy.host', 'This is our own address: calls would come back to us.'));
  return problems;
}

const portOf = ({ port, transport }: Pick<TrunkGateway, 'port' | 'transport'>): number =>
  port ?? (transport === 'tls' ? 5061 : 5060);

/** The stored secret opens for the realm and user name that it was given for, and for no other. */
function secretProblems({ id, settings, secret, before }: TrunkDraft): FieldProblem[] {
  const { kind } = settings.connection;
  const needed = kind === 'register-to-carrier' || kind === 'pbx-registers' || accountOf(settings) !== null;
  if (typeof secret === 'string')
    return needed ? [] : [problem('secret', 'Nobody signs in on this trunk, so it needs no password.')];
  if (!needed) return [];
  if (secret === null || !before?.sealedSecret)
    return [problem('secret', 'Type the password of the account.')];
  if (secretPurpose(id, settings) === secretPurpose(id, before.settings)) return [];
  const realm = accountOf(before.settings)?.realm;
  const which = realm === undefined ? 'another account' : `another account or realm (${realm})`;
  return [problem('secret', `The stored password was given for ${which}. Type the one for this account.`)];
}

function sourceProblems({ id, settings }: TrunkDraft, { others }: TrunkSurroundings): FieldProblem[] {
  const { allowedSources, connection, gateways } = settings;
  const problems: FieldProblem[] = [];
  for (const [index, text] of allowedSources.entries()) {
    const network = parseNetwork(text);
    if (!network) {
      if (/[:/]/.test(text) || /^[\d.]+$/.test(text))
        problems.push(
          problem(`allowedSources.${index}`, 'This is no address and no network such as 192.0.2.0/24.'),
        );
    } else if (network.prefixLength < PREFIX_LENGTH_MIN[network.family]) {
      problems.push(
        problem(`allowedSources.${index}`, 'So large a network lets strangers call. Name a smaller one.'),
      );
    }
  }
  if (connection.kind !== 'by-address' || !carriesIn(settings)) return problems;
  if (gateways.length === 0 && allowedSources.length === 0)
    problems.push(problem('allowedSources', 'Say from which addresses the calls come.'));
  const taken = new Map(
    others
      .filter(
        (other) =>
          other.id !== id && other.settings.connection.kind === 'by-address' && carriesIn(other.settings),
      )
      .flatMap((other) => sourcesOf(other.settings).map(({ text }) => [text, other.settings.name] as const)),
  );
  for (const { text, field } of sourcesOf(settings)) {
    const other = taken.get(text);
    if (other !== undefined)
      problems.push(
        problem(field, `Calls from here belong to the trunk "${other}"; nobody could tell them apart.`),
      );
  }
  return problems;
}

function sourcesOf({ allowedSources, gateways }: TrunkSettings): { text: string; field: string }[] {
  return [
    ...gateways.map(({ host }, index) => ({ text: host.toLowerCase(), field: `gateways.${index}.host` })),
    ...allowedSources.map((text, index) => ({ text: text.toLowerCase(), field: `allowedSources.${index}` })),
  ];
}

function mediaProblems({ media, gateways }: TrunkSettings): FieldProblem[] {
  const { codecs, dtmf, encryption } = media;
  const problems = codecs.flatMap((codec, index) =>
    codecs.indexOf(codec) < index
      ? [problem(`media.codecs.${index}`, `${codec} is in the list already.`)]
      : [],
  );
  if (dtmf === 'in-band' && codecs.some((codec) => codec !== 'PCMA' && codec !== 'PCMU'))
    problems.push(
      problem('media.dtmf', 'Tones in the sound only survive PCMA and PCMU. Choose these codecs alone.'),
    );
  const clear = gateways.findIndex(({ transport }) => transport !== 'tls');
  if (encryption === 'required' && clear >= 0)
    problems.push(
      problem(
        'media.encryption',
        `The keys of the sound travel in the signalling, which gateway ${clear + 1} sends in the clear. Choose TLS there, or "optional".`,
      ),
    );
  return problems;
}

function callerIdProblems({ callerId, connection }: TrunkSettings): FieldProblem[] {
  if (callerId.from === 'fixed' && callerId.fixedNumber === null)
    return [problem('callerId.fixedNumber', 'Type the number that every call shall show.')];
  if (callerId.from === 'account' && connection.kind !== 'register-to-carrier')
    return [problem('callerId.from', 'Only a trunk that registers has an account to show.')];
  return [];
}

function otherProblems({ headers, schedule, failover }: TrunkSettings): FieldProblem[] {
  const problems: FieldProblem[] = [];
  for (const [index, { name }] of headers.add.entries()) {
    if (!mayBeAdded(name))
      problems.push(
        problem(
          `headers.add.${index}.name`,
          `${name} may not be added: the call itself depends on it. X-… is free.`,
        ),
      );
  }
  for (const [index, name] of headers.remove.entries()) {
    if (!mayBeRemoved(name))
      problems.push(
        problem(`headers.remove.${index}`, `${name} may not be left out: the call depends on it.`),
      );
  }
  if (schedule && !isTimeZone(schedule.timeZone))
    problems.push(problem('schedule.timeZone', 'There is no such time zone. An example: Europe/Zurich.'));
  if (failover.answerTimeoutSeconds > failover.postDialLimitSeconds)
    problems.push(
      problem('failover.answerTimeoutSeconds', 'This is longer than the whole time for connecting a call.'),
    );
  return problems;
}
