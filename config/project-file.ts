import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Document, parseDocument } from 'yaml';
import { z } from 'zod';
import { API_PROFILES, PROVIDERS } from '../plan/api-profile.ts';
import { isZone } from '../plan/days.ts';
import { ConfigError } from './config-error.ts';
import { durationMs } from './durations.ts';
import { mediaHostSchema } from './media-host-entry.ts';
import { secretPlace } from './secret.ts';

const duration = z
  .string()
  .refine((text) => durationMs(text) !== undefined, 'expected a duration such as 5s, 250ms, 2m')
  .transform((text) => durationMs(text) ?? 0);

const account = z
  .strictObject({
    provider: z.enum(PROVIDERS).default('qingbo').describe('Whose API it is.'),
    api: z.enum(API_PROFILES).optional().describe('The API profile: rules, prices, answers.'),
    'base-url': z.url().optional().describe("Where the API is; the API profile's own by default."),
    key: secretPlace
      .default({ env: 'WAVE_API_KEY' })
      .describe('Where the key is: an environment variable or a file; never the key itself.'),
    limit: z.int().min(1).max(1000).default(5).describe('Tasks at the vendor at once (its page: 5).'),
    counts: z
      .enum(['in-flight', 'queued'])
      .default('in-flight')
      .describe('What the limit counts: a task until it has ended, or only until it is seen rendering (`queued`).'),
    poll: z
      .strictObject({
        min: duration.default(5000).describe('The shortest pause between two questions, such as `5s`.'),
        max: duration.default(15_000).describe('The longest pause.'),
      })
      .default({ min: 5000, max: 15_000 })
      .describe("How often a task is asked for (the vendor's advice for agents: 5 to 15 s)."),
    'day-limit': z
      .strictObject({
        usd: z.number().min(0).describe('USD a day.'),
        zone: z.string().refine(isZone, 'expected a zone such as Europe/Berlin').default('UTC').describe('Whose days.'),
      })
      .optional()
      .describe(
        'What all runs of the account may pay in one day, by the time of submits: no task is sent that would exceed it; all runs wait (`DAY_LIMIT`) and go on when the next day begins. Counted from when it is set.',
      ),
    'result-hosts': z
      .array(z.string().min(1))
      .default([])
      .describe('Hosts on which results may lie, beyond the known.'),
  })
  .describe('One account of a vendor: its key, cap and manners.');

const projectFile = z.strictObject({
  version: z.literal(1).describe('The version of this file: 1.'),
  accounts: z
    .record(z.string(), account)
    .default({})
    .describe('Accounts by name. `default` is the one of pipelines that name none.'),
  store: z
    .strictObject({
      kind: z.literal('files').default('files').describe('Files on this machine.'),
      path: z.string().min(1).default('.dailies/store').describe("Absolute, or relative to the project's root."),
    })
    .default({ kind: 'files', path: '.dailies/store' })
    .describe('Where claims, records and media lie.'),
  'media-host': mediaHostSchema.optional(),
});

/** The JSON Schema of `dailies.yaml` (draft 2020-12), for the reference. */
export function projectFileSchema(): object {
  return z.toJSONSchema(projectFile, { io: 'input' });
}

export type ProjectFile = z.output<typeof projectFile>;
export type AccountEntry = z.output<typeof account>;

/** `dailies.yaml` of a project, checked; its defaults where there is none. Throws ConfigError with the place. */
export function readProjectFile(root: string): ProjectFile {
  const file = path.join(root, 'dailies.yaml');
  const document = parseDocument(textOf(file));
  const [broken] = document.errors;
  if (broken) throw new ConfigError(`dailies.yaml: ${broken.message}`, 'mend the YAML');
  const written = writtenIn(document);
  // Nothing is written in it, or comments only: no settings.
  const parsed = projectFile.safeParse(written === null ? { version: 1 } : written);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.join('.') ?? '';
  throw new ConfigError(
    `dailies.yaml: ${place === '' ? '' : `${place}: `}${issue?.message}`,
    'see docs/reference/configuration.md',
  );
}

/** The entry of an account that is not written down. */
export function defaultAccount(): AccountEntry {
  return account.parse({});
}

function writtenIn(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch {
    throw new ConfigError('dailies.yaml: anchors and aliases are not read', 'write the value out where it is meant');
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'version: 1\n';
    throw new ConfigError(
      `dailies.yaml cannot be read: ${error instanceof Error ? error.message : error}`,
      'check its permissions',
    );
  }
}
