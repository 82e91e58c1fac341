import type { CallDestination } from '@tandem/api-types/numbers';
import type { FieldError } from '@tandem/api-types/problem';

/** Looks up whether what a piece of configuration names exists. */
export interface References {
  userExists(username: string): Promise<boolean>;
  ringGroupExists(name: string): Promise<boolean>;
  conferenceExists(name: string): Promise<boolean>;
  trunkExists(trunkId: string): boolean;
}

/** @param field where the destination stands, such as `action.destination` */
export async function destinationErrors(
  field: string,
  destination: CallDestination,
  references: References,
): Promise<FieldError[]> {
  switch (destination.kind) {
    case 'user':
      return usersErrors([`${field}.username`], [destination.username], references);
    case 'ring-group': {
      const { ringGroup } = destination;
      if (await references.ringGroupExists(ringGroup)) return [];
      return [{ field: `${field}.ringGroup`, message: `there is no ring group "${ringGroup}"` }];
    }
    case 'trunk':
      return trunkErrors([`${field}.trunkId`], [destination.trunkId], references);
    case 'conference': {
      const { conference } = destination;
      if (await references.conferenceExists(conference)) return [];
      return [{ field: `${field}.conference`, message: `there is no conference "${conference}"` }];
    }
    case 'voicemail':
      return usersErrors([`${field}.username`], [destination.username], references);
  }
}

/** @param fields where each of the names stands */
export async function usersErrors(
  fields: readonly string[],
  usernames: readonly string[],
  { userExists }: Pick<References, 'userExists'>,
): Promise<FieldError[]> {
  const exist = await Promise.all(usernames.map((username) => userExists(username)));
  return usernames.flatMap((username, place) =>
    exist[place] ? [] : { field: fields[place] ?? '', message: `there is no user "${username}"` },
  );
}

export function trunkErrors(
  fields: readonly string[],
  trunkIds: readonly string[],
  { trunkExists }: Pick<References, 'trunkExists'>,
): FieldError[] {
  return trunkIds.flatMap((trunkId, place) =>
    trunkExists(trunkId) ? [] : { field: fields[place] ?? '', message: `there is no trunk "${trunkId}"` },
  );
}

/** `prefix.0`, `prefix.1` and so on, one for each of the things. */
export const fieldsOf = (prefix: string, things: readonly unknown[]): string[] =>
  things.map((_, place) => `${prefix}.${place}`);

/** Things that stand twice in a list, at their later place. */
export function repeatedErrors(prefix: string, things: readonly string[]): FieldError[] {
  return things.flatMap((thing, place) =>
    things.indexOf(thing) < place
      ? { field: `${prefix}.${place}`, message: `"${thing}" stands here twice` }
      : [],
  );
}
