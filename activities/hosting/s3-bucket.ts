import { plainText } from '../providers/plain-text.ts';
import { HostTrouble } from './media-host.ts';

/** A bucket and what opens it. */
export type S3Options = {
  readonly bucket: string;
  readonly prefix: string;
  readonly endpoint: string | undefined;
  readonly region: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly linkLifeMs: number;
  readonly now: () => number;
};

/** A line on which nothing moves for so long is dead; a slow one takes as long as it needs. */
const STALL_MS = 30_000;

/** The SDK would write to the process's own output. */
const QUIET = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** AWS's own client for a bucket. */
export async function s3Client(options: Omit<S3Options, 'linkLifeMs' | 'now'>) {
  const { endpoint, region, accessKey, secretKey } = options;
  // 150 ms to load, and only where a host is named.
  const { S3Client } = await import('@aws-sdk/client-s3');
  // It tells users of Node 20 on their own terminal what only a newer version of it will need.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  return new S3Client({
    region,
    credentials: { accessKeyId: accessKey, secretAccessKey: secretKey },
    // Others than AWS rarely have a host name for each bucket.
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    maxAttempts: 2,
    logger: QUIET,
    // Checksums of newer SDKs are unknown to many servers; the sha256 is in the name.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { socketTimeout: STALL_MS, connectionTimeout: 5_000 },
  });
}

/** A name's place in the bucket. */
export function s3Key(prefix: string, name: string): string {
  return [prefix, name].filter((part) => part !== '').join('/');
}

/** Keys, rights and buckets are a person's to mend; all else may pass. The SDK's messages name no secret. */
export async function orTrouble<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const status = statusOf(error);
    const isRefused = status !== undefined && status >= 300 && status < 500 && ![408, 429].includes(status);
    const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    // An answer to a HEAD has no words of its own.
    const isBare = words.endsWith('UnknownError');
    const message = status === undefined ? words : `HTTP ${status}${isBare ? '' : `: ${words}`}`;
    throw new HostTrouble(isRefused ? 'refused' : 'unreachable', plainText(message));
  }
}

/** HTTP status of what the client threw, if it was an answer. */
export function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return undefined;
  const { $metadata } = error;
  if (typeof $metadata !== 'object' || $metadata === null || !('httpStatusCode' in $metadata)) return undefined;
  return typeof $metadata.httpStatusCode === 'number' ? $metadata.httpStatusCode : undefined;
}
