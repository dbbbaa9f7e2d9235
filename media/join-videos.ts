import { rm } from 'node:fs/promises';
import {
  EncodedAudioPacketSource,
  EncodedVideoPacketSource,
  FilePathTarget,
  Mp4OutputFormat,
  Output,
} from 'mediabunny';
import { clearTimes } from './clear-times.ts';
import { copyPart } from './copy-part.ts';
import { inspectPart, type Part, type Piece } from './inspect-part.ts';
import { type MediaFailure, mediaFailure } from './media-failure.ts';

/** The joined file's length, from the lengths of its parts. */
export type Joined = { readonly ok: true; readonly seconds: number };

/**
 * Joins videos, or pieces of videos, into one MP4 by copying their packets: no picture is coded again, nothing is lost, and the same
 * parts always give the same bytes. A part that does not fit to the first is a failure that names it.
 * The index comes first, so that a browser plays the file while it loads. `outPath` is overwritten.
 */
export async function joinVideos(pieces: readonly (string | Piece)[], outPath: string): Promise<Joined | MediaFailure> {
  const parts: Part[] = [];
  for (const piece of pieces) {
    const part = await inspectPart(typeof piece === 'string' ? { path: piece } : piece);
    if (!part.ok) return part;
    const difference = parts[0] === undefined ? undefined : differs(parts[0], part);
    if (difference !== undefined) return mediaFailure('different', part.path, difference);
    parts.push(part);
  }
  const first = parts[0];
  if (first === undefined) return mediaFailure('missing', outPath, 'no videos to join');
  try {
    await writeParts(first, parts, outPath);
  } catch (error) {
    await rm(outPath, { force: true });
    throw error;
  }
  return { ok: true, seconds: parts.reduce((sum, part) => sum + part.seconds, 0) };
}

async function writeParts(first: Part, parts: readonly Part[], outPath: string): Promise<void> {
  const output = new Output({
    format: new Mp4OutputFormat({ fastStart: 'reserve' }),
    target: new FilePathTarget(outPath),
  });
  const video = new EncodedVideoPacketSource(first.video.codec);
  output.addVideoTrack(video, { rotation: first.video.rotation, maximumPacketCount: total(parts, 'videoPackets') });
  const audio = first.audio === undefined ? undefined : new EncodedAudioPacketSource(first.audio.codec);
  if (audio !== undefined) output.addAudioTrack(audio, { maximumPacketCount: total(parts, 'audioPackets') });
  await output.start();
  let offsetSeconds = 0;
  for (const part of parts) {
    await copyPart(part, offsetSeconds, video, audio);
    offsetSeconds += part.seconds;
  }
  await output.finalize();
  await clearTimes(outPath);
}

function total(parts: readonly Part[], count: 'videoPackets' | 'audioPackets'): number {
  return parts.reduce((sum, part) => sum + part[count], 0);
}

function differs(first: Part, part: Part): string | undefined {
  const a = first.video;
  const b = part.video;
  if (a.width !== b.width || a.height !== b.height) {
    return `${b.width}×${b.height}, but the first video is ${a.width}×${a.height}`;
  }
  if (a.codecString !== b.codecString) return `codec ${b.codecString}, but the first video has ${a.codecString}`;
  if (a.rotation !== b.rotation) return `rotated by ${b.rotation}°, but the first video by ${a.rotation}°`;
  // Coder settings (SPS, PPS) stand once in the file's index: packets made with others would decode to noise.
  if (a.settings !== b.settings) return 'its coder settings are not those of the first video';
  if (first.audio?.settings === part.audio?.settings) return undefined;
  return `sound: ${part.audio?.settings ?? 'none'}, but the first video has ${first.audio?.settings ?? 'none'}`;
}
