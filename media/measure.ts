import { type MediaFailure, mediaFailure } from './media-failure.ts';
import { openVideo } from './open-video.ts';

/** What a video file really is: `seconds` from its packets, the size as displayed, `codec` as `avc`, `hevc` … */
export type Measured = {
  readonly ok: true;
  readonly container: string;
  readonly seconds: number;
  readonly width: number;
  readonly height: number;
  readonly hasVideo: true;
  readonly hasAudio: boolean;
  readonly codec: string;
  readonly bytes: number;
};

/** Measures a video file; a file that is no video, or not all of it, is a failure, never an exception. */
export async function measure(path: string): Promise<Measured | MediaFailure> {
  const video = await openVideo(path);
  if (!video.ok) return video;
  try {
    const { track } = video;
    const codec = await track.getCodec();
    if (codec === null) return mediaFailure('not-a-video', path, 'a video codec that nobody here knows');
    // The video track's end decides: audio is often some milliseconds longer than the picture.
    const seconds =
      (await track.computeDuration({ metadataOnly: true })) - Math.max(0, await track.getFirstTimestamp());
    if (!(seconds > 0)) return mediaFailure('not-a-video', path, 'a video track without a picture');
    return {
      ok: true,
      container: video.container,
      seconds,
      width: await track.getDisplayWidth(),
      height: await track.getDisplayHeight(),
      hasVideo: true,
      hasAudio: (await video.input.getPrimaryAudioTrack()) !== null,
      codec,
      bytes: video.bytes,
    };
  } catch (error) {
    return mediaFailure('not-a-video', path, error instanceof Error ? error.message : String(error));
  } finally {
    video.close();
  }
}
