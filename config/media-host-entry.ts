import { z } from 'zod';
import { durationMs } from './durations.ts';
import { secretPlace } from './secret.ts';

const HOUR_MS = 3_600_000;
/** No presigned link may live longer (AWS Signature Version 4). */
const WEEK_MS = 7 * 24 * HOUR_MS;

const linkLife = z
  .string()
  .refine((text) => durationMs(text) !== undefined, 'expected a duration such as 24h')
  .refine((text) => (durationMs(text) ?? HOUR_MS) >= HOUR_MS, 'at least 1h: a shot waits for its turn')
  .refine((text) => (durationMs(text) ?? 0) <= WEEK_MS, 'at most 168h: no presigned link lives longer')
  .transform((text) => durationMs(text) ?? 0);

/** `media-host` in dailies.yaml: where files are put so that the vendor can fetch them. */
export const mediaHostSchema = z
  .strictObject({
    kind: z.literal('s3').describe('A bucket of S3 or of anything that speaks its API.'),
    bucket: z.string().min(1).describe('The bucket; it may be private, since each link carries its own permission.'),
    prefix: z.string().default('dailies').describe('The folder in the bucket.'),
    endpoint: z.url().optional().describe("Where the bucket's API is; AWS's own by default. The vendor must reach it."),
    region: z.string().min(1).default('us-east-1').describe('The region of the bucket.'),
    'access-key': secretPlace
      .default({ env: 'AWS_ACCESS_KEY_ID' })
      .describe('Where the id of the access key is: an environment variable or a file.'),
    'secret-key': secretPlace
      .default({ env: 'AWS_SECRET_ACCESS_KEY' })
      .describe('Where its secret is; never the secret itself.'),
    'link-life': linkLife
      .prefault('24h')
      .describe('How long a link lives, `1h` to `168h`; each shot gets a new one when it is sent.'),
  })
  .describe('Where local files and dead sources are published for the vendor to fetch.');

export type MediaHostEntry = z.output<typeof mediaHostSchema>;
