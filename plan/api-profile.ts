import type { Quota } from './quota.ts';
import type { MediaLimits, MediaUse } from './rules/media.ts';
import type { Severity } from './rules/rule.ts';

/** Whose API it is. */
export const PROVIDERS = ['qingbo', 'simulator'] as const;
export type ProviderName = (typeof PROVIDERS)[number];

export const API_PROFILES = ['qingbo-seed-2026-04', 'qingbo-2026-06', 'qingbo-2026-09', 'simulator'] as const;
export type ApiProfileName = (typeof API_PROFILES)[number];

/** One generation of the vendor's API as data: rules, prices, answers. Never `if`s in code (api.md §1). */
export type ApiProfile = {
  readonly name: ApiProfileName;
  readonly provider: ProviderName;
  readonly baseUrl: string;
  /** Hosts whose base URL belongs to the provider's own realm. */
  readonly knownHosts: readonly string[];
  /** Host patterns (`*.example.com`) on which results may lie, beside the base URL's own. */
  readonly resultHosts: readonly string[];
  readonly models: readonly string[];
  readonly actions: readonly string[];
  readonly aspectRatios: readonly string[];
  readonly resolutions: readonly string[];
  readonly duration: { readonly min: number; readonly max: number };
  /** Characters (code points); absent: the page names no number. */
  readonly promptMax?: number;
  /** A prompt is required with media, too. */
  readonly promptAlways: boolean;
  readonly refImages: RefImageLimits;
  readonly midFrames: { readonly max: number; readonly timeStampOptional: boolean };
  /** How a tag begins; absent: as it likes. */
  readonly tagPrefix?: string;
  /** Resolutions that a reference video in video_urls may be asked with; absent: all. */
  readonly videoUrlsResolutions?: readonly string[];
  /** Beside video_urls the clip's length counts and not `duration`: how long it may be is what may be paid. */
  readonly videoUrlsDecideDuration: boolean;
  /** `image_urls` satisfies action reference, too (rule 19). */
  readonly imageUrlsAreReference: boolean;
  /** Rules that are taken otherwise than their table says, by number. */
  readonly severities: { readonly [rule: number]: Severity };
  readonly priceOf: {
    readonly [model: string]: { readonly [resolution: string]: { readonly plain: Quota; readonly reference: Quota } };
  };
  /** `video_urls` counts for the reference column. */
  readonly videoUrlsAreReference: boolean;
  readonly idempotency: { readonly honoured: boolean; readonly windowMs: number };
  readonly onAmbiguous: 'hold' | 'same-key';
  /** How long an accepted task may live: an unsure claim keeps slot and price so long. */
  readonly taskLifeMs: number;
  readonly linkLifeMs: number;
  readonly extendOutput: 'includes-source' | 'segment-only' | 'detect';
  /** Seconds, of a source to extend (rule 41). */
  readonly extendSource: { readonly min: number; readonly max: number; readonly tolerance: number };
  /** What files may be, by their use (rules 25, 35, 36, 41, 43). MB = 10^6 bytes. */
  readonly media: { readonly [use in MediaUse]: MediaLimits };
  /** Regular expressions (case-insensitive) that mark an error message as a content refusal. */
  readonly contentRefusals: readonly string[];
  /** It has a call for the account's balance (api.md §2). */
  readonly tellsBalance: boolean;
  /** Language field → wire field, where they differ. */
  readonly wireNames: { readonly [field: string]: string };
  /** Language fields that this generation of the API does not have. */
  readonly without: readonly string[];
  /** What to write in the place of a field that it does not have. */
  readonly instead: { readonly [field: string]: string };
  /** The action on the wire where this generation knows one for all of them; absent: the request's own. */
  readonly wireAction?: string;
};

type UrlCounts = { readonly items: number; readonly urls: { readonly min: number; readonly max: number } };

/** How many reference images there may be: in all, of each type, and the URLs of one. */
export type RefImageLimits = {
  readonly items: number;
  readonly image: UrlCounts;
  readonly grid: UrlCounts;
};
