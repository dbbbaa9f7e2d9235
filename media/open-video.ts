import { type FileHandle, open } from 'node:fs/promises';
import { ALL_FORMATS, FilePathSource, Input, type InputVideoTrack } from 'mediabunny';
import { walkBoxes } from './boxes.ts';
import { type MediaFailure, mediaFailure } from './media-failure.ts';

/** The boxes with which MP4 and MOV files start; any other text there is no container of this family. */
const FIRST_BOXES = ['ftyp', 'styp', 'moov', 'moof', 'mdat', 'free', 'skip', 'wide', 'pnot'];

/** A readable video: `close` frees its file handle. */
export type OpenVideo = {
  readonly ok: true;
  readonly input: Input;
  readonly track: InputVideoTrack;
  readonly container: string;
  readonly bytes: number;
  readonly close: () => void;
};

/** Opens a file and proves that it is a whole container with a video track; reads headers, not pictures. */
export async function openVideo(path: string): Promise<OpenVideo | MediaFailure> {
  const whole = await checkWhole(path);
  if (!whole.ok) return whole;
  const input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(path, { maxCacheSize: 2 ** 20 }) });
  try {
    const format = await input.getFormat();
    const track = await input.getPrimaryVideoTrack();
    if (track === null) {
      input.dispose();
      return mediaFailure('not-a-video', path, `${format.name} without a video track`);
    }
    return {
      ok: true,
      input,
      track,
      container: containerName(format.name),
      bytes: whole.bytes,
      close: () => input.dispose(),
    };
  } catch (error) {
    input.dispose();
    return mediaFailure('not-a-video', path, error instanceof Error ? error.message : String(error));
  }
}

async function checkWhole(path: string): Promise<{ readonly ok: true; readonly bytes: number } | MediaFailure> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (error) {
    return mediaFailure('missing', path, error instanceof Error ? error.message : String(error));
  }
  try {
    const { size } = await file.stat();
    if (size === 0) return mediaFailure('empty', path, 'the file has 0 bytes');
    // Not made of boxes: WebM and others say by themselves whether they can be read.
    if (!FIRST_BOXES.includes(await textAt(file, 4))) return { ok: true, bytes: size };
    const walk = await walkBoxes(file, 0, size);
    if (walk.kind === 'not-boxes') return mediaFailure('not-a-video', path, 'its first box cannot be read');
    if (walk.kind === 'truncated') {
      return mediaFailure('truncated', path, `box ${walk.box} lacks at least ${walk.missingBytes} bytes`);
    }
    const types = walk.boxes.map((box) => box.type);
    if (types[0] === 'ftyp' && !types.includes('moov')) {
      return mediaFailure('truncated', path, 'the index (moov) is missing');
    }
    return { ok: true, bytes: size };
  } finally {
    await file.close();
  }
}

async function textAt(file: FileHandle, offset: number): Promise<string> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, offset);
  return buffer.toString('latin1', 0, bytesRead);
}

function containerName(formatName: string): string {
  return formatName === 'QuickTime File Format' ? 'mov' : formatName.toLowerCase();
}
