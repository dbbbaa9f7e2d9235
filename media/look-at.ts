import { stat } from 'node:fs/promises';
import { ALL_FORMATS, FilePathSource, Input } from 'mediabunny';
import { measure } from './measure.ts';
import { type MediaFailure, mediaFailure } from './media-failure.ts';
import { sniff } from './sniff.ts';

/** What a file is by its content: `seconds` for what has a length, the size in pixels for a video, 0 for all else. */
export type LookedAt = {
  readonly ok: true;
  readonly kind: string;
  readonly bytes: number;
  readonly seconds?: number;
  readonly width: number;
  readonly height: number;
};

const VIDEOS = ['mp4', 'mov'];
const SOUNDS = ['wav', 'mp3'];

/** Looks at any file: its kind from its bytes, its length measured. A container that is broken is a failure. */
export async function lookAt(path: string): Promise<LookedAt | MediaFailure> {
  let kind: string;
  let bytes: number;
  try {
    const found = await stat(path);
    if (!found.isFile()) return mediaFailure('not-a-file', path, 'it is a folder or a device, no file');
    bytes = found.size;
    if (bytes === 0) return mediaFailure('empty', path, 'the file has 0 bytes');
    kind = await sniff(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') return mediaFailure('missing', path, 'there is no such file');
    return mediaFailure('not-a-file', path, `it cannot be read (${code})`);
  }
  if (VIDEOS.includes(kind)) {
    const video = await measure(path);
    return video.ok ? { ok: true, kind, bytes, ...sizeOf(video) } : video;
  }
  const still = { ok: true, kind, bytes, width: 0, height: 0 } as const;
  if (!SOUNDS.includes(kind)) return still;
  const seconds = await secondsOfSound(path);
  return typeof seconds === 'number' ? { ...still, seconds } : seconds;
}

function sizeOf({ seconds, width, height }: { seconds: number; width: number; height: number }) {
  return { seconds, width, height };
}

async function secondsOfSound(path: string): Promise<number | MediaFailure> {
  const input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(path) });
  try {
    const track = await input.getPrimaryAudioTrack();
    const seconds = track === null ? 0 : await track.computeDuration();
    return seconds > 0 ? seconds : mediaFailure('not-a-sound', path, 'there is no sound in it');
  } catch (error) {
    return mediaFailure('not-a-sound', path, error instanceof Error ? error.message : String(error));
  } finally {
    input.dispose();
  }
}
