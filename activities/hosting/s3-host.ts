import { createReadStream } from 'node:fs';
import { plainText } from '../providers/plain-text.ts';
import { contentTypeOf, type HostedFile, HostTrouble, type MediaHost } from './media-host.ts';

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

/** A media host in an S3-compatible bucket; links are presigned, so the bucket may be private. */
export async function s3Host(options: S3Options): Promise<MediaHost> {
  const { bucket, prefix, endpoint, region, accessKey, secretKey, linkLifeMs, now } = options;
  // 150 ms to load, and only where a host is named.
  const { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } = await import('@aws-sdk/client-s3');
  const { getSignedUrl } = await import('@aws-sdk/s3-request-presigner');
  const client = new S3Client({
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
  const at = (file: HostedFile) => ({ Bucket: bucket, Key: keyOf(prefix, file) });

  return {
    id: `s3 ${endpoint ?? 'aws'} ${bucket}/${prefix}`,
    put: (file) =>
      orTrouble(async () => {
        const Body = createReadStream(file.path);
        try {
          const command = { ...at(file), Body, ContentLength: file.bytes, ContentType: contentTypeOf(file) };
          await client.send(new PutObjectCommand(command));
        } finally {
          Body.destroy();
        }
      }),
    has: (file) =>
      orTrouble(async () => {
        try {
          const { ContentLength } = await client.send(new HeadObjectCommand(at(file)));
          return ContentLength === file.bytes;
        } catch (error) {
          if (statusOf(error) === 404) return false;
          throw error;
        }
      }),
    link: (file) =>
      orTrouble(async () => {
        const validUntilMs = now() + linkLifeMs;
        const url = await getSignedUrl(client, new GetObjectCommand(at(file)), { expiresIn: linkLifeMs / 1000 });
        return { url, validUntilMs };
      }),
  };
}

function keyOf(prefix: string, { sha256, kind }: HostedFile): string {
  return [prefix, `${sha256}.${kind}`].filter((part) => part !== '').join('/');
}

/** Keys, rights and buckets are a person's to mend; all else may pass. The SDK's messages name no secret. */
async function orTrouble<T>(work: () => Promise<T>): Promise<T> {
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

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return undefined;
  const { $metadata } = error;
  if (typeof $metadata !== 'object' || $metadata === null || !('httpStatusCode' in $metadata)) return undefined;
  return typeof $metadata.httpStatusCode === 'number' ? $metadata.httpStatusCode : undefined;
}
