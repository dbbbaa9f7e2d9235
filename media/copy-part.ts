import {
  type EncodedAudioPacketSource,
  type EncodedPacket,
  EncodedPacketSink,
  type EncodedVideoPacketSource,
  type InputAudioTrack,
  type InputVideoTrack,
} from 'mediabunny';
import type { Part } from './inspect-part.ts';
import { openVideo } from './open-video.ts';

/** Times are fractions in the file and floating point here: two pictures are never so near. */
const ROUNDING_SECONDS = 0.001;

/** Copies a part's packets to the output, moved so that its first picture stands at `offsetSeconds`. */
export async function copyPart(
  part: Part,
  offsetSeconds: number,
  video: EncodedVideoPacketSource,
  audio: EncodedAudioPacketSource | undefined,
): Promise<void> {
  const opened = await openVideo(part.path);
  if (!opened.ok) throw new Error(`${part.path} changed while it was joined: ${opened.message}`);
  try {
    const shiftSeconds = offsetSeconds - part.firstSeconds;
    const sound = audio === undefined ? undefined : await opened.input.getPrimaryAudioTrack();
    const pending = sound == null || audio === undefined ? undefined : soundCopier(sound, audio, part, shiftSeconds);
    await copyPictures(opened.track, part, video, shiftSeconds, async (untilSeconds) => pending?.(untilSeconds));
    await pending?.(Number.POSITIVE_INFINITY);
  } finally {
    opened.close();
  }
}

async function copyPictures(
  track: InputVideoTrack,
  { firstSeconds, seconds }: Part,
  target: EncodedVideoPacketSource,
  shiftSeconds: number,
  copySoundUntil: (seconds: number) => Promise<void>,
): Promise<void> {
  const config = await track.getDecoderConfig();
  const meta = config === null ? undefined : { decoderConfig: config };
  const sink = new EncodedPacketSink(track);
  const first = await sink.getKeyPacket(firstSeconds + ROUNDING_SECONDS, { verifyKeyPackets: true });
  const endSeconds = firstSeconds + seconds - ROUNDING_SECONDS;
  // Some muxers mark every picture as a key picture; a player that seeks to such a one shows ruins.
  for await (const packet of sink.packets(first ?? undefined, undefined, { verifyKeyPackets: true })) {
    // In the order of decoding: what a key picture ends is whole, and nothing behind it is needed.
    if (packet.type === 'key' && packet.timestamp >= endSeconds) break;
    await target.add(packet.clone({ timestamp: packet.timestamp + shiftSeconds }), meta);
    await copySoundUntil(packet.timestamp);
  }
}

/** Sound follows the pictures in time order, so that neither track has to be held in memory. */
function soundCopier(track: InputAudioTrack, target: EncodedAudioPacketSource, part: Part, shiftSeconds: number) {
  const packets = new EncodedPacketSink(track).packets();
  const endSeconds = part.firstSeconds + part.seconds;
  let ahead: EncodedPacket | undefined;
  return async (untilSeconds: number): Promise<void> => {
    const config = await track.getDecoderConfig();
    const meta = config === null ? undefined : { decoderConfig: config };
    for (;;) {
      const packet = ahead ?? (await packets.next()).value;
      ahead = packet ?? undefined;
      if (packet == null || packet.timestamp > untilSeconds) return;
      ahead = undefined;
      // Priming before the first picture and the tail after the last one would overlap the neighbouring part.
      if (packet.timestamp < part.firstSeconds || packet.timestamp >= endSeconds) continue;
      await target.add(packet.clone({ timestamp: packet.timestamp + shiftSeconds }), meta);
    }
  };
}
