import { open } from 'node:fs/promises';

const HEAD_BYTES = 16;
const QUICKTIME_BOXES = ['moov', 'mdat', 'wide', 'free', 'skip', 'pnot'];

/**
 * What a file's first bytes say it is, whatever its name: `jpg`, `png`, `webp`, `gif`, `mp4`, `m4a`, `mov`, `wav`,
 * `mp3`, `webm`, `text`, or `unknown`. Rejects where the file cannot be read.
 */
export async function sniff(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return kindOf(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

function kindOf(head: Buffer): string {
  const text = head.toString('latin1');
  if (text.startsWith('\xff\xd8\xff')) return 'jpg';
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (text.startsWith('GIF8')) return 'gif';
  if (text.startsWith('RIFF')) return { WEBP: 'webp', WAVE: 'wav' }[text.slice(8, 12)] ?? 'unknown';
  if (text.startsWith('\x1a\x45\xdf\xa3')) return 'webm';
  const box = text.slice(4, 8);
  if (box === 'ftyp') return { 'qt  ': 'mov', 'M4A ': 'm4a' }[text.slice(8, 12)] ?? 'mp4';
  if (QUICKTIME_BOXES.includes(box)) return 'mov';
  if (text.startsWith('ID3') || isMpegAudio(head)) return 'mp3';
  return /^[\t\n\r\x20-\x7e]+$/.test(text) ? 'text' : 'unknown';
}

/** Eleven bits of synchronisation, then layer III (ISO/IEC 11172-3, 2.4.1.3). */
function isMpegAudio([first = 0, second = 0]: Buffer): boolean {
  return first === 0xff && (second & 0xe6) === 0xe2;
}
