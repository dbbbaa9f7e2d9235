import { rmSync } from 'node:fs';
import { pinnedCli, pinnedServer } from '../pinned.ts';
import { timings } from '../timings.ts';
import type { BinaryPlace } from './binary-place.ts';
import { fetchFile } from './fetch-file.ts';
import { installBinary } from './install-binary.ts';
import { unpack } from './unpack.ts';

/** Where Temporal publishes its archives. */
export const officialArchive = 'https://temporal.download/cli/archive';

const mostBytes = 500_000_000;

/** What a download needs. */
export interface DownloadOptions {
  readonly base: string;
  readonly env: NodeJS.ProcessEnv;
  readonly place: BinaryPlace;
  readonly report: (line: string) => void;
}

/** Gets the official archive, unpacks and tries the binary, and puts it into its place. Throws with the reason. */
export async function download(o: DownloadOptions): Promise<void> {
  const { platform, arch } = o.place.machine;
  const url = `${o.base}/v${pinnedCli}?platform=${platform}&arch=${arch}`;
  const archive = `${o.place.binary}.archive.part`;
  const part = `${o.place.binary}.part`;
  try {
    await fetchTo(url, archive, o);
    await unpack(archive, part);
    await installBinary(
      part,
      o.place.binary,
      (version) => version.cli === pinnedCli && version.server === pinnedServer,
    );
  } finally {
    rmSync(archive, { force: true });
    rmSync(part, { force: true });
  }
}

async function fetchTo(url: string, file: string, o: DownloadOptions): Promise<void> {
  // Loaded here: nearly every command finds its binary without a download.
  const { EnvHttpProxyAgent } = await import('undici');
  const dispatcher = new EnvHttpProxyAgent({
    ...proxies(o.env),
    connect: { timeout: timings.externalMs },
    headersTimeout: timings.downloadStallMs,
    bodyTimeout: timings.downloadStallMs,
  });
  try {
    o.report(`Downloading the Temporal engine ${pinnedCli} from ${new URL(url).host}`);
    await fetchFile({ dispatcher, url, file, seen: teller(o.report) });
  } catch (error) {
    throw new Error(reasonOf(error), { cause: error });
  } finally {
    await dispatcher.close();
  }
}

function teller(report: (line: string) => void): (bytes: number, length: number) => void {
  let told = 0;
  return (bytes, length) => {
    if (bytes > mostBytes) throw new Error('the archive has no end');
    const tenth = Math.floor((bytes / length) * 10);
    if (tenth > told) report(`Downloading the Temporal engine: ${tenth * 10} %`);
    if (tenth > told) told = tenth;
  };
}

function proxies(env: NodeJS.ProcessEnv) {
  const httpProxy = env.http_proxy ?? env.HTTP_PROXY;
  const httpsProxy = env.https_proxy ?? env.HTTPS_PROXY;
  const noProxy = env.no_proxy ?? env.NO_PROXY;
  return { httpProxy: httpProxy ?? '', httpsProxy: httpsProxy ?? '', noProxy: noProxy ?? '' };
}

// undici hides the reason ("fetch failed", "terminated") behind the cause.
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const inner = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return `${error.message}${inner}`;
}
