import type { CallUsage, LimitSubject } from '@tandem/api-types/fraud';
import type { Catalogue } from '../text/catalogue.ts';

/** Whose limit or use it is, in words. */
export function subjectText(subject: LimitSubject | CallUsage['subject'], text: Catalogue['limits']): string {
  switch (subject.kind) {
    case 'user':
      return text.subjects.user(subject.username);
    case 'trunk':
      return text.subjects.trunk(subject.trunkId);
    default:
      return text.subjects[subject.kind];
  }
}
