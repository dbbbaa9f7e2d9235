import { drawText, LETTER_STEP } from './font.ts';

/** What a clip shows: everything that its bytes depend on. */
export type Picture = {
  readonly width: number;
  readonly height: number;
  readonly seconds: number;
  readonly title: string;
  readonly lines: readonly string[];
  /** Hex digits that choose colours and movement, so that no two takes look alike. */
  readonly look: string;
};

/** Frames a second of every clip. */
export const FRAMES_PER_SECOND = 24;

/** Paints frames in planar YUV 4:2:0; the buffer that it returns is painted over by the next frame. */
export type Painter = { readonly frame: (index: number) => Uint8Array };

const SCALE = 2;
const MARGIN = 8;

/** A still background with the shot's label, a clock, and blocks that wander: little to code, easy to tell apart. */
export function makePainter(picture: Picture): Painter {
  const { width, height } = picture;
  const buffer = new Uint8Array((width * height * 3) / 2);
  const digit = (index: number): number => Number.parseInt(picture.look[index % picture.look.length] ?? '0', 16);
  paintBackground(buffer, picture, digit);
  paintLabel(buffer, picture);
  const band = { top: Math.round(height * 0.62) & ~15, height: 32 };
  const rest = buffer.slice(band.top * width, (band.top + band.height) * width);
  const stepPx = 1 + (digit(8) % 4);
  const forwards = digit(9) % 2 === 0;
  const blockPx = 24 + 2 * digit(10);

  return {
    frame: (index) => {
      buffer.set(rest, band.top * width);
      const travelled = (index * stepPx) % (width - blockPx);
      const x = forwards ? travelled : width - blockPx - travelled;
      fill(buffer, width, { x, y: band.top + 4, width: blockPx, height: band.height - 8 }, 225);
      paintClock(buffer, picture, index);
      return buffer;
    },
  };
}

function paintBackground(buffer: Uint8Array, picture: Picture, digit: (index: number) => number): void {
  const { width, height } = picture;
  const slant = digit(0) - 7;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) buffer[y * width + x] = 45 + (((x * 4 + y * slant) >> 5) & 31);
  }
  const pixels = width * height;
  buffer.fill(80 + 6 * digit(1), pixels, pixels * 1.25);
  buffer.fill(80 + 6 * digit(2), pixels * 1.25);
}

function paintLabel(buffer: Uint8Array, picture: Picture): void {
  const perLine = Math.floor((picture.width - 2 * MARGIN) / (LETTER_STEP * SCALE));
  write(buffer, picture.width, picture.title, MARGIN, MARGIN, 1, 200);
  wrap(picture.lines.join(' '), perLine)
    .slice(0, 3)
    .forEach((line, index) => {
      write(buffer, picture.width, line, MARGIN, MARGIN + 16 + index * 20, SCALE, 235);
    });
}

function paintClock(buffer: Uint8Array, picture: Picture, index: number): void {
  const second = Math.floor(index / FRAMES_PER_SECOND);
  const text = `${String(second).padStart(2, '0')}:${String(index % FRAMES_PER_SECOND).padStart(2, '0')}`;
  const y = picture.height - MARGIN - 7 * SCALE;
  fill(buffer, picture.width, { x: MARGIN - 2, y: y - 2, width: 5 * LETTER_STEP * SCALE + 2, height: 18 }, 30);
  write(buffer, picture.width, text, MARGIN, y, SCALE, 235);
}

function write(
  buffer: Uint8Array,
  width: number,
  text: string,
  left: number,
  top: number,
  scale: number,
  luma: number,
) {
  drawText(text, (x, y) => {
    const at = { x: left + x * scale, y: top + y * scale, width: scale, height: scale };
    if (at.x + scale <= width) fill(buffer, width, at, luma);
  });
}

type Area = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

function fill(buffer: Uint8Array, stride: number, area: Area, luma: number): void {
  for (let row = area.y; row < area.y + area.height; row++) {
    buffer.fill(luma, row * stride + area.x, row * stride + area.x + area.width);
  }
}

function wrap(text: string, perLine: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length > perLine && line !== '') {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}
