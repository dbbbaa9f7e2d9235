import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** Where a secret is, in dailies.yaml: an environment variable or a file; never the secret itself. */
export const secretPlace = z.union([
  z.strictObject({ env: z.string().min(1) }),
  z.strictObject({ file: z.string().min(1) }),
]);
export type SecretPlace = z.output<typeof secretPlace>;

export type Environment = { readonly [name: string]: string | undefined };

/** The secret as it is set now, trimmed; a file is relative to the project's root. undefined: it is not set. */
export function secretAt(place: SecretPlace, root: string, env: Environment): string | undefined {
  const text = 'env' in place ? env[place.env] : fileText(path.resolve(root, place.file));
  return text === undefined || text.trim() === '' ? undefined : text.trim();
}

/** What to say of a place where no secret is. */
export function emptyPlace(place: SecretPlace): string {
  return 'env' in place ? `the environment variable ${place.env} is empty` : `${place.file} is empty or missing`;
}

function fileText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
