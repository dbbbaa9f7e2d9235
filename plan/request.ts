import type { Json, JsonObject } from './json.ts';

/** The seven actions of the vendor's page (seed page, "action"). */
export const ACTIONS = [
  'generate',
  'image2video',
  'first_last_frame',
  'reference',
  'reference_video',
  'reference_audio',
  'extend',
] as const;
export type Action = (typeof ACTIONS)[number];

/**
 * A request in the language's own fields after precedence: the vendor's snake_case names, complete
 * (action, defaults and units filled in), with held media as `sha256:<hex>` and other media as URL text.
 * The wire body is made from it by the provider; the identity is computed from it.
 */
export type Request = JsonObject & {
  readonly model: string;
  readonly action: Action;
  readonly resolution: string;
  /** Seconds, an integer. */
  readonly duration: number;
};

/**
 * Text with `${{ }}` in it that depends on `steps` or `source`, so that it can be evaluated only when the node is
 * about to be submitted. Stands in a template in the place of the value.
 */
export type Deferred = { readonly $deferred: string };

/** JSON in which any value may be a Deferred. Everything that could be evaluated at compile time has been. */
export type Template = Json;

/** The Deferred that stands in this place of a template, or undefined. */
export function deferredText(value: Json): string | undefined {
  if (typeof value !== 'object' || value === null || !('$deferred' in value)) return undefined;
  const text = value.$deferred;
  return typeof text === 'string' ? text : undefined;
}

/** How held media stand in a request: `sha256:` and 64 hex digits. */
export const HELD_MEDIA = /^sha256:([0-9a-f]{64})$/;
