import { ApiFailure } from '@tandem/api-client';

/** The sentence to show for any error. */
export function sentenceOf(error: unknown): string {
  return error instanceof ApiFailure ? error.message : 'Something went wrong. Try again.';
}
