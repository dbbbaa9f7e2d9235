import {
  type AudioCodec,
  EncodedPacketSink,
  type InputAudioTrack,
  type InputTrack,
  type Rotation,
  type VideoCodec,
} from 'mediabunny';
import { type MediaFailure, mediaFailure } from './media-failure.ts';
import { type OpenVideo, openVideo } from './open-video.ts';

/**
 * A video, or a piece of one: from a key picture up to (not including) another, in seconds from the first picture.
 * See tailStart for where it can be cut.
 */
export type Piece = { readonly path: string; readonly fromSeconds?: number; readonly untilSeconds?: number };

/** What must be equal between videos that are joined, and how much room they need. */
export type Part = {
  readonly ok: true;
  readonly path: string;
  /** Of the piece; `firstSeconds` is when it begins by the file's own clock. */
  readonly seconds: number;
  readonly firstSeconds: number;
  readonly videoPackets: number;
  readonly audioPackets: number;
  readonly video: {
    readonly codec: VideoCodec;
    readonly codecString: string;
    readonly settings: string;
    readonly width: number;
    readonly height: number;
    readonly rotation: Rotation;
  };
  readonly audio: { readonly codec: AudioCodec; readonly settings: string } | undefined;
};

/** Reads a part's coder settings and counts its packets, without their data. */
export async function inspectPart(piece: Piece): Promise<Part | MediaFailure> {
  const { path } = piece;
  const video = await openVideo(path);
  if (!video.ok) return video;
  try {
    return await inspect(piece, video);
  } catch (error) {
    return mediaFailure('not-a-video', path, error instanceof Error ? error.message : String(error));
  } finally {
    video.close();
  }
}

async function inspect(piece: Piece, { track, input }: OpenVideo): Promise<Part | MediaFailure> {
  const { path, fromSeconds = 0, untilSeconds } = piece;
  const codec = await track.getCodec();
  const config = await track.getDecoderConfig();
  if (codec === null || config === null) return mediaFailure('not-a-video', path, 'an unknown video codec');
  const audioTrack = await input.getPrimaryAudioTrack();
  const startSeconds = await track.getFirstTimestamp();
  const wholeSeconds = (await track.computeDuration({ metadataOnly: true })) - startSeconds;
  const firstSeconds = startSeconds + fromSeconds;
  return {
    ok: true,
    path,
    firstSeconds,
    seconds: (untilSeconds ?? wholeSeconds) - fromSeconds,
    videoPackets: await countPackets(track),
    audioPackets: audioTrack === null ? 0 : await countPackets(audioTrack),
    video: {
      codec,
      codecString: config.codec,
      settings: hex(config.description),
      width: await track.getCodedWidth(),
      height: await track.getCodedHeight(),
      rotation: await track.getRotation(),
    },
    audio: audioTrack === null ? undefined : await inspectAudio(audioTrack),
  };
}

async function inspectAudio(track: InputAudioTrack): Promise<Part['audio']> {
  const codec = await track.getCodec();
  const config = await track.getDecoderConfig();
  if (codec === null || config === null) return undefined;
  const settings = `${config.codec} ${config.sampleRate} Hz, ${config.numberOfChannels} channels`;
  return { codec, settings: `${settings} ${hex(config.description)}`.trim() };
}

async function countPackets(track: InputTrack): Promise<number> {
  let count = 0;
  for await (const _ of new EncodedPacketSink(track).packets(undefined, undefined, { metadataOnly: true })) count++;
  return count;
}

function hex(description: ArrayBufferLike | ArrayBufferView | undefined): string {
  if (description === undefined) return '';
  if (!ArrayBuffer.isView(description)) return Buffer.from(new Uint8Array(description)).toString('hex');
  return Buffer.from(description.buffer, description.byteOffset, description.byteLength).toString('hex');
}
