import { ApiFailure } from '@tandem/api-client';
import { type LostUpdate, lostUpdate } from '@tandem/api-types/changes';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

export interface SavingOptions<Body, Saved> {
  /** @param version the version that was edited; undefined for something new */
  readonly write: (body: Body, version: number | undefined) => Promise<Saved>;
  /** The version that the form was filled from. */
  readonly version?: number | undefined;
  /** Shows the server's objections at their fields. */
  readonly onWrongFields: (errors: Record<string, string>) => void;
  readonly onSaved: (saved: Saved) => void;
}

export interface Saving<Body> {
  readonly save: (body: Body) => void;
  readonly isSaving: boolean;
  /** Why it was refused; null while it was not. */
  readonly refusal: Error | null;
  /** What somebody else did to the same resource meanwhile; null when nobody did. */
  readonly lost: LostUpdate | null;
  /** Saves over what somebody else did. */
  readonly saveOver: () => void;
  readonly reset: () => void;
}

/** Saves what a form holds, and tells apart why it may not have worked. */
export function useSaving<Body, Saved>(options: SavingOptions<Body, Saved>): Saving<Body> {
  const [lost, setLost] = useState<LostUpdate | null>(null);
  const mutation = useMutation({
    mutationFn: ({ body, version }: { body: Body; version: number | undefined }) =>
      options.write(body, version),
    onSuccess: (saved) => {
      setLost(null);
      options.onSaved(saved);
    },
    onError: (error) => {
      if (!(error instanceof ApiFailure)) return;
      const { code, problem } = error;
      const { context, errors = [] } = problem ?? {};
      const meanwhile = lostUpdate.safeParse(context);
      setLost(code === 'changed-meanwhile' && meanwhile.success ? meanwhile.data : null);
      options.onWrongFields(Object.fromEntries(errors.map(({ field, message }) => [field, message])));
    },
  });
  return {
    save: (body) => mutation.mutate({ body, version: options.version }),
    isSaving: mutation.isPending,
    refusal: mutation.error,
    lost,
    saveOver: () => {
      const body = mutation.variables?.body;
      if (body !== undefined) mutation.mutate({ body, version: lost?.currentVersion ?? undefined });
    },
    reset: () => {
      setLost(null);
      mutation.reset();
    },
  };
}
