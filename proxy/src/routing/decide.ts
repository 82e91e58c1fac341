import type { CallDestination } from '@tandem/api-types/numbers';
import type { DecisionStep, RoutingRule } from '@tandem/api-types/routing';
import { refusalSentence } from '../errors.ts';
import { chooseRoutes, type WantedRoutes } from './choose-routes.ts';
import type { Decision, Outcome, RoutingRequest } from './decision.ts';
import { type Dialled, readDialled } from './dialled.ts';
import { destinationOf, forbiddenNumber, limitedCaller, refused } from './forbidden.ts';
import type { LocalTime } from './local-clock.ts';
import { type RuleSubject, rewritten, whyNot } from './routing-rule.ts';
import type { RoutingSnapshot } from './routing-snapshot.ts';
import type { InternationalNumber } from './telephone-number.ts';

/**
 * Decides where a call goes. It asks nobody and changes nothing, so the simulator runs it as calls do.
 *
 * In order: emergency numbers; names of ring groups, conferences and users; our own numbers; blocked and premium numbers; the rules,
 * of which the first that fits and has a usable trunk takes the call; at last the limits of the caller. Who came in by
 * a trunk or did not sign in gets to our numbers, or what an admin opened, and nowhere else.
 */
export function decide(snapshot: RoutingSnapshot, request: RoutingRequest): Decision {
  return new Deciding(snapshot, request).decide();
}

type Local = Extract<Dialled, { kind: 'local' }>;

/** One decision while it is made. */
class Deciding {
  readonly #snapshot: RoutingSnapshot;
  readonly #request: RoutingRequest;
  readonly #steps: DecisionStep[] = [];
  #international: InternationalNumber | null = null;
  #emergency = false;
  #time: LocalTime | null = null;

  constructor(snapshot: RoutingSnapshot, request: RoutingRequest) {
    this.#snapshot = snapshot;
    this.#request = request;
  }

  decide(): Decision {
    const outcome = this.#outcome();
    if (outcome.kind === 'refused')
      this.#note({ kind: 'refused', sentence: refusalSentence(outcome.key, outcome.detail) });
    return {
      outcome,
      international: this.#international?.e164 ?? null,
      country: this.#international?.country ?? null,
      destination: destinationOf(this.#international),
      emergency: this.#emergency,
      steps: this.#steps,
    };
  }

  #outcome(): Outcome {
    const { requestUri, maxForwards, caller } = this.#request;
    const { domains, externalCallsAllowed } = this.#snapshot;
    if (maxForwards !== undefined && maxForwards <= 0) return refused('loop');
    const dialled = readDialled(requestUri, domains);
    if (dialled.kind === 'unreadable') return refused('not-found', dialled.why);
    if (dialled.kind === 'external') {
      if (caller.kind !== 'user') return refused('not-open');
      return externalCallsAllowed ? dialled : refused('not-found', 'calls to other domains are switched off');
    }
    return this.#local(dialled);
  }

  #local(dialled: Local): Outcome {
    const { number } = dialled;
    const { plan } = this.#snapshot;
    if (number !== null) this.#readNumber(number);
    if (this.#request.caller.kind === 'anonymous') return this.#open(dialled);
    if (number !== null && plan.emergencyNumbers.has(number)) return this.#emergencyCall(number);
    const ours = this.#ours(dialled);
    if (ours) return ours;
    if (number === null) return this.#byName(dialled);
    return this.#forbidden() ?? this.#byRules(dialled, number) ?? this.#noRoute(number);
  }

  #readNumber(number: string): void {
    const { numbering } = this.#snapshot.plan;
    // Carriers and PBXs write E.164 without its plus, too; a number of ours is known so.
    const { caller } = this.#request;
    this.#international =
      (caller.kind === 'trunk' ? this.#oursWithoutPlus(number) : null) ?? numbering.international(number);
    const international = this.#international?.e164;
    this.#note({
      kind: 'number',
      sentence:
        international === undefined
          ? `${number} has no international form.`
          : `${number} is ${international}${this.#international?.country ? ` (${this.#international.country})` : ''}, as dialled in ${numbering.country}.`,
      number: international ?? number,
    });
  }

  #oursWithoutPlus(number: string): InternationalNumber | null {
    const { numbers, numbering } = this.#snapshot.plan;
    return numbers.has(`+${number}`) ? numbering.international(`+${number}`) : null;
  }

  /** What somebody who did not sign in may call. */
  #open(dialled: Local): Outcome {
    const { settings } = this.#snapshot.plan;
    const { usernames, ringGroups, numbers } = settings.openToAnyone;
    const { name } = dialled;
    const e164 = this.#international?.e164;
    if (name !== null && ringGroups.includes(name)) return this.#ringGroup(name) ?? refused('not-open');
    if (name !== null && usernames.includes(name) && this.#request.userExists) return this.#user(name);
    if (e164 !== undefined && numbers.includes(e164)) {
      const ours = this.#ourNumber();
      if (ours && ours.kind !== 'trunk') return ours;
    }
    return refused('not-open');
  }

  /** A ring group, conference, user or number of ours; null when it is none. */
  #ours(dialled: Local): Outcome | null {
    const { caller } = this.#request;
    return (caller.kind === 'user' ? this.#named(dialled) : null) ?? this.#ourNumber();
  }

  #named({ name }: Local): Outcome | null {
    if (name === null) return null;
    return (
      this.#ringGroup(name) ?? this.#conference(name) ?? (this.#request.userExists ? this.#user(name) : null)
    );
  }

  #ringGroup(name: string): Outcome | null {
    const ringGroup = this.#snapshot.plan.ringGroups.get(name);
    if (!ringGroup) return null;
    this.#note({ kind: 'name', sentence: `${name} is the ring group “${ringGroup.displayName}”.` });
    return { kind: 'ring-group', ringGroup };
  }

  #conference(name: string): Outcome | null {
    const room = this.#snapshot.plan.conferences.get(name);
    if (!room) return null;
    this.#note({ kind: 'name', sentence: `${name} is the conference “${room.displayName}”.` });
    return { kind: 'conference', conference: name };
  }

  #user(username: string): Outcome {
    this.#note({ kind: 'name', sentence: `${username} is one of our users.` });
    return { kind: 'user', username };
  }

  #ourNumber(): Outcome | null {
    const e164 = this.#international?.e164;
    const ours = e164 === undefined ? undefined : this.#snapshot.plan.numbers.get(e164);
    if (!ours || e164 === undefined) return null;
    const { caller } = this.#request;
    if (ours.trunkId !== null && caller.kind === 'trunk' && caller.trunkId !== ours.trunkId) {
      this.#note({
        kind: 'our-number',
        sentence: `${e164} is ours, but is only reached by the trunk ${ours.trunkId}.`,
      });
      return null;
    }
    this.#note({ kind: 'our-number', sentence: `${e164} is ours.`, number: e164 });
    return this.#destination(ours.destination, e164);
  }

  #destination(destination: CallDestination, number: string): Outcome {
    switch (destination.kind) {
      case 'user':
        return this.#user(destination.username);
      case 'ring-group':
        return (
          this.#ringGroup(destination.ringGroup) ??
          refused('not-found', `the ring group ${destination.ringGroup} does not exist`)
        );
      case 'conference':
        return (
          this.#conference(destination.conference) ??
          refused('not-found', `the conference ${destination.conference} does not exist`)
        );
      case 'voicemail':
        this.#note({ kind: 'name', sentence: `The voicemail of ${destination.username} answers.` });
        return destination;
      case 'trunk': {
        const routes = this.#routes({
          trunks: [{ trunkId: destination.trunkId, stripDigits: 0, prepend: '' }],
          order: 'listed',
          routesMax: 1,
          number: destination.number ?? number,
        });
        return routes.length > 0 ? { kind: 'trunk', routes } : refused('no-trunk-usable');
      }
    }
  }

  /** Emergency calls pass every list and limit. From a trunk they are only taken when calls from it may go out. */
  #emergencyCall(number: string): Outcome {
    const { plan, trunks } = this.#snapshot;
    const { caller } = this.#request;
    if (
      caller.kind === 'trunk' &&
      !plan.rules.some(
        ({ rule, arrivesBy }) =>
          rule.enabled && rule.action.kind === 'trunks' && arrivesBy.has(caller.trunkId),
      )
    ) {
      return refused('not-open', 'no rule lets calls from this trunk out');
    }
    this.#emergency = true;
    this.#note({
      kind: 'emergency',
      sentence: `${number} is an emergency number: no list and no limit holds.`,
    });
    const all = (trunkIds: readonly string[]): Outcome | null => {
      const wanted = trunkIds.map((trunkId) => ({ trunkId, stripDigits: 0, prepend: '' }));
      const routes = this.#routes({ trunks: wanted, order: 'listed', routesMax: trunkIds.length, number });
      return routes.length > 0 ? { kind: 'trunk', routes } : null;
    };
    const local: Local = { kind: 'local', name: null, number };
    return (
      all(plan.settings.emergencyTrunkIds) ??
      this.#trunksByRules(local, number) ??
      all(trunks.ids()) ??
      refused('no-trunk-usable')
    );
  }

  /** A rule of an emergency call counts only when it leads out. */
  #trunksByRules(dialled: Local, number: string): Outcome | null {
    const outcome = this.#byRules(dialled, number);
    return outcome?.kind === 'trunk' ? outcome : null;
  }

  #forbidden(): Outcome | null {
    const number = this.#international;
    return (
      number && forbiddenNumber(this.#snapshot.plan, number, this.#request.reason, (step) => this.#note(step))
    );
  }

  #byRules(dialled: Local, number: string): Outcome | null {
    const subject = this.#subject(number);
    for (const compiled of this.#snapshot.plan.rules) {
      const { rule } = compiled;
      const reason = whyNot(compiled, subject);
      if (reason !== null) {
        this.#note({ kind: 'rule-skipped', sentence: `Rule “${rule.name}”: ${reason}.`, ruleId: rule.id });
        continue;
      }
      this.#note({ kind: 'rule-taken', sentence: `Rule “${rule.name}” fits.`, ruleId: rule.id });
      const outcome = this.#byRule(rule, dialled, number);
      if (outcome) return outcome;
    }
    return null;
  }

  #subject(number: string): RuleSubject {
    const { plan } = this.#snapshot;
    const { nowMs, caller } = this.#request;
    const time = (): LocalTime => {
      this.#time ??= plan.clock(nowMs);
      return this.#time;
    };
    const isHoliday = (): boolean =>
      plan.holidays.has(time().date) || plan.holidays.has(time().date.slice(5));
    return { dialled: number, international: this.#international, caller, time, isHoliday };
  }

  /** @returns null when none of the rule's trunks can be used, so that the next rule is asked */
  #byRule(rule: RoutingRule, dialled: Local, number: string): Outcome | null {
    const { action, rewrite } = rule;
    switch (action.kind) {
      case 'refuse':
        return refused('rule-refused', action.why);
      case 'destination':
        return this.#destination(action.destination, number);
      case 'internal':
        return this.#named(dialled) ?? refused('not-found');
      case 'trunks': {
        const written = rewritten(rewrite, number, this.#international);
        if (written !== number) {
          this.#note({
            kind: 'rewritten',
            sentence: `The number becomes ${written}.`,
            ruleId: rule.id,
            number: written,
          });
        }
        const limited = this.#emergency ? null : this.#callerLimited();
        if (limited) return limited;
        const routes = this.#routes({ ...action, number: written });
        return routes.length > 0 ? { kind: 'trunk', routes } : null;
      }
    }
  }

  #routes(wanted: Pick<WantedRoutes, 'trunks' | 'order' | 'routesMax' | 'number'>) {
    const { caller, nowMs } = this.#request;
    const international = this.#international?.e164 ?? null;
    return chooseRoutes(
      this.#snapshot,
      { ...wanted, international, emergency: this.#emergency, caller, nowMs },
      (step) => this.#note(step),
    );
  }

  #callerLimited(): Outcome | null {
    const { caller, nowMs } = this.#request;
    const international = this.#international?.e164 ?? null;
    const call = { caller, international, destination: destinationOf(this.#international), nowMs };
    return limitedCaller(this.#snapshot, call, (step) => this.#note(step));
  }

  #byName({ name }: Local): Outcome {
    if (name !== null && this.#request.caller.kind === 'trunk') return this.#internalByRule(name);
    return refused('not-found');
  }

  /** A name dialled by a PBX: only a rule without conditions on the number can take it. */
  #internalByRule(name: string): Outcome {
    const outcome = this.#byRules({ kind: 'local', name, number: null }, name);
    return outcome && outcome.kind !== 'trunk' ? outcome : refused('not-open');
  }

  #noRoute(number: string): Outcome {
    const { caller } = this.#request;
    const tried = this.#steps.some(({ kind }) => kind === 'trunk-left-out');
    if (tried) return refused('no-trunk-usable');
    return caller.kind === 'trunk' ? refused('not-open') : refused('no-route', number);
  }

  #note(step: DecisionStep): void {
    this.#steps.push(step);
  }
}
