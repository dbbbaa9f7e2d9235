import { rename, rm, writeFile } from 'node:fs/promises';
import encoders from 'h264-mp4-encoder';
import { joinVideos } from '../../media/index.ts';
import { FRAMES_PER_SECOND, makePainter, type Picture } from './picture.ts';

/** Writes a clip as H.264 in MP4: equal pictures, equal bytes, and a file under its final name is whole. 5 s take about 0.1 s of one core. */
export async function encode(picture: Picture, outPath: string): Promise<void> {
  const encoder = await encoders.createH264MP4Encoder();
  encoder.width = picture.width;
  encoder.height = picture.height;
  encoder.frameRate = FRAMES_PER_SECOND;
  // Fast and coarse: flat colours need no better. All clips share these settings, or they could not be joined.
  encoder.speed = 10;
  encoder.quantizationParameter = 30;
  encoder.groupOfPictures = FRAMES_PER_SECOND * 2;
  let content: Uint8Array;
  try {
    encoder.initialize();
    const painter = makePainter(picture);
    for (let index = 0; index < picture.seconds * FRAMES_PER_SECOND; index++) encoder.addFrameYuv(painter.frame(index));
    encoder.finalize();
    content = encoder.FS.readFile(encoder.outputFilename);
    // All encoders share one file system in memory, and this name: nothing may be awaited before it is free again.
    encoder.FS.unlink(encoder.outputFilename);
  } finally {
    encoder.delete();
  }
  await writeFile(`${outPath}.raw`, content);
  // The encoder's container has the wall clock in it and no list of key pictures: packed anew, it can be sought in.
  const packed = await joinVideos([`${outPath}.raw`], `${outPath}.part`);
  if (!packed.ok) throw new Error(packed.message);
  await rm(`${outPath}.raw`);
  await rename(`${outPath}.part`, outPath);
}
