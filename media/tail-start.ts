import { EncodedPacketSink, type InputVideoTrack } from 'mediabunny';
import { type MediaFailure, mediaFailure } from './media-failure.ts';
import { openVideo } from './open-video.ts';

/** Where the last seconds of a video begin, at a key picture, and how long they are, measured. */
export type Tail = { readonly ok: true; readonly fromSeconds: number; readonly seconds: number };

/** How long what is cut off may be. Seconds. */
export type TailLimits = { readonly min: number; readonly max: number };

const ROUNDING_SECONDS = 0.001;

/**
 * Where to cut the last `wanted` seconds off a video without coding a picture again: at the last key picture that
 * leaves at least so many, or, where that is more than `max`, at the next one. A video that is shorter is its own tail.
 */
export async function tailStart(path: string, wanted: number, limits: TailLimits): Promise<Tail | MediaFailure> {
  const opened = await openVideo(path);
  if (!opened.ok) return opened;
  try {
    return await find(path, opened.track, wanted, limits);
  } catch (error) {
    return mediaFailure('not-a-video', path, error instanceof Error ? error.message : String(error));
  } finally {
    opened.close();
  }
}

async function find(path: string, track: InputVideoTrack, wanted: number, { min, max }: TailLimits) {
  const sink = new EncodedPacketSink(track);
  const options = { verifyKeyPackets: true };
  const start = await track.getFirstTimestamp();
  const end = await track.computeDuration({ metadataOnly: true });
  const before = await sink.getKeyPacket(Math.max(start, end - wanted) + ROUNDING_SECONDS, options);
  for (let key = before; key !== null; key = await sink.getNextKeyPacket(key, options)) {
    const seconds = end - key.timestamp;
    if (seconds < min - ROUNDING_SECONDS) break;
    if (seconds <= max + ROUNDING_SECONDS) {
      return { ok: true, fromSeconds: Math.max(0, key.timestamp - start), seconds } as const;
    }
  }
  const message = `no key picture stands where ${min} to ${max} s are left of ${(end - start).toFixed(2)} s`;
  return mediaFailure('no-cut', path, message);
}
