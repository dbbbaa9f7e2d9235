import {
  ALL_FORMATS,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  FilePathSource,
  FilePathTarget,
  Input,
  Mp4OutputFormat,
  Output,
} from 'mediabunny';

const SAMPLES_PER_PACKET = 1024;

/** Copies a clip and gives it an AAC track of marked packets: right for containers, noise for ears. */
export async function addSound(clip: string, outPath: string, mark: number, sampleRate = 48_000): Promise<void> {
  const input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(clip) });
  const track = await input.getPrimaryVideoTrack();
  if (track === null) throw new Error('no video');
  const output = new Output({ format: new Mp4OutputFormat(), target: new FilePathTarget(outPath) });
  const video = new EncodedVideoPacketSource('avc');
  const audio = new EncodedAudioPacketSource('aac');
  output.addVideoTrack(video);
  output.addAudioTrack(audio);
  await output.start();
  const decoderConfig = (await track.getDecoderConfig()) ?? undefined;
  for await (const packet of new EncodedPacketSink(track).packets()) await video.add(packet, { decoderConfig });
  const seconds = await track.computeDuration();
  const step = SAMPLES_PER_PACKET / sampleRate;
  // One packet longer than the pictures, as encoders do.
  for (let at = 0; at < seconds + step; at += step) {
    const packet = new EncodedPacket(new Uint8Array(40).fill(mark), 'key', at, step);
    await audio.add(packet, {
      decoderConfig: { codec: 'mp4a.40.2', sampleRate, numberOfChannels: 2, description: configOf(sampleRate) },
    });
  }
  await output.finalize();
  input.dispose();
}

/** AudioSpecificConfig: AAC-LC, stereo. */
function configOf(sampleRate: number): Uint8Array {
  return new Uint8Array(sampleRate === 48_000 ? [0x11, 0x90] : [0x12, 0x10]);
}

/** The sound packets of a file: when each starts (s), and its mark. */
export async function soundOf(file: string): Promise<{ at: number; mark: number | undefined }[]> {
  const input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(file) });
  const track = await input.getPrimaryAudioTrack();
  const found: { at: number; mark: number | undefined }[] = [];
  if (track !== null) {
    for await (const packet of new EncodedPacketSink(track).packets()) {
      found.push({ at: packet.timestamp, mark: packet.data[0] });
    }
  }
  input.dispose();
  return found;
}
