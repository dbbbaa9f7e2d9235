import { createReadStream } from 'node:fs';
import { contentTypeOf, type HostedFile, type MediaHost } from './media-host.ts';
import { orTrouble, type S3Options, s3Client, s3Key, statusOf } from './s3-bucket.ts';

/** A media host in an S3-compatible bucket; links are presigned, so the bucket may be private. */
export async function s3Host(options: S3Options): Promise<MediaHost> {
  const { bucket, prefix, endpoint, linkLifeMs, now } = options;
  const { GetObjectCommand, HeadObjectCommand, PutObjectCommand } = await import('@aws-sdk/client-s3');
  const { getSignedUrl } = await import('@aws-sdk/s3-request-presigner');
  const client = await s3Client(options);
  const at = ({ sha256, kind }: HostedFile) => ({ Bucket: bucket, Key: s3Key(prefix, `${sha256}.${kind}`) });

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
          // Keys that may not list are answered 403 for what is not there, without a word: a put says what is wrong.
          if ([403, 404].includes(statusOf(error) ?? 0)) return false;
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
