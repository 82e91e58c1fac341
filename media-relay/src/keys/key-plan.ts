import type { KeyForm, Party } from '../relay.ts';

/** How each party sends keys and wants them. */
export type KeyForms = Readonly<Record<Party, KeyForm>>;

/** What the commands of one exchange of descriptions say, so that rtpengine 10.5 makes one form of keys of the other. */
export interface KeyPlan {
  readonly offer: readonly string[];
  readonly answer: readonly string[];
  /** The receiver of the offer is offered events that the relay makes of the sender's tones. */
  readonly makesEvents: boolean;
  /**
   * This party has no events in its descriptions, but the relay is told that it has: then the relay reads the other's
   * events and turns none of them into tones.
   */
  readonly poses: Party | null;
}

/** Lets `play DTMF` work. It forces all sound through the transcoder. */
const INJECT = 'inject DTMF';
/** Events that the receiver does not take become tones, and its tones events. */
const TRANSCODE = 'always transcode';
const DETECT = 'detect DTMF';

/** Keys pass as they are. */
export const AS_THEY_ARE: KeyPlan = { offer: [], answer: [], makesEvents: false, poses: null };
const EVENTS_TO_TONES = plan({ offer: [TRANSCODE, INJECT], answer: [INJECT] });
const TONES_TO_EVENTS = plan({ offer: [INJECT], answer: [INJECT], makesEvents: true });
const TONES_AND_INFO = plan({ offer: [DETECT, INJECT], answer: [DETECT, INJECT] });
const POSING: Readonly<Record<Party, KeyPlan>> = {
  caller: plan({ poses: 'caller' }),
  callee: plan({ poses: 'callee' }),
};

function plan(differs: Partial<KeyPlan>): KeyPlan {
  return { ...AS_THEY_ARE, ...differs };
}

/**
 * Chooses the plan; the same forms give the same object.
 * @param by who makes the offer
 * @param reported whether the relay tells us of keys that it sees: without it nothing in the media becomes INFO
 */
export function planKeys(forms: KeyForms, by: Party, reported: boolean): KeyPlan {
  const [mine, theirs] = [forms[by], forms[otherParty(by)]];
  if (mine === theirs) return AS_THEY_ARE;
  if (mine === 'tones') return theirs === 'info' ? TONES_AND_INFO : TONES_TO_EVENTS;
  if (theirs === 'tones') return mine === 'info' ? TONES_AND_INFO : EVENTS_TO_TONES;
  if (!reported) return AS_THEY_ARE;
  return POSING[mine === 'info' ? by : otherParty(by)];
}

const INJECTING = new Map<KeyPlan, KeyPlan>(
  [AS_THEY_ARE, POSING.caller, POSING.callee].map((each) => [
    each,
    { ...each, offer: [TRANSCODE, INJECT], answer: [INJECT] },
  ]),
);

/** The same plan with `play DTMF`; the plans that transcode have it. */
export const injecting = (each: KeyPlan): KeyPlan => INJECTING.get(each) ?? each;

/** A party whose keys the relay keeps back from a party that is told of them by INFO. */
export interface KeptBack {
  readonly party: Party;
  /** For `block DTMF`: events are dropped; for tones this turns the detector on, and silences what it finds. */
  readonly parameters: { readonly 'DTMF-security'?: 'silence' };
}

/** Whose keys must not go on in the media. */
export function keptBack(forms: KeyForms, reported: boolean): KeptBack[] {
  if (!reported) return [];
  return (['caller', 'callee'] as const)
    .filter((party) => forms[otherParty(party)] === 'info' && forms[party] !== 'info')
    .map((party) => ({
      party,
      parameters: forms[party] === 'tones' ? { 'DTMF-security': 'silence' } : {},
    }));
}

export const otherParty = (party: Party): Party => (party === 'caller' ? 'callee' : 'caller');
