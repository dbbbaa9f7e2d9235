import { HostTrouble } from './media-host.ts';
import { orTrouble, type S3Options, s3Client, s3Key } from './s3-bucket.ts';

/** No file has this name: an answer that it is not there proves that keys and bucket are right. */
const NOBODYS = 'dailies-asks';

/** Answers that keys without the right to list get for what is not there; nothing is wrong with them. */
const FINE = ['NoSuchKey', 'AccessDenied'];

/** What a bucket has against its keys or its name; undefined: nothing that reading could tell. Writes nothing. */
export async function askBucket(options: Omit<S3Options, 'linkLifeMs' | 'now'>): Promise<HostTrouble | undefined> {
  const { GetObjectCommand } = await import('@aws-sdk/client-s3');
  const client = await s3Client(options);
  try {
    const command = new GetObjectCommand({ Bucket: options.bucket, Key: s3Key(options.prefix, NOBODYS) });
    await orTrouble(() =>
      client.send(command).catch((error: unknown) => {
        if (!(error instanceof Error) || !FINE.includes(error.name)) throw error;
      }),
    );
    return undefined;
  } catch (error) {
    if (error instanceof HostTrouble) return error;
    throw error;
  } finally {
    client.destroy();
  }
}
