import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import path from 'node:path';

/** The engine's database: pages in use, pages free for use again, and what its files take on the disk. */
export type DatabaseFile = { readonly usedKb: number; readonly freeKb: number; readonly diskKb: number };

// Offsets from https://www.sqlite.org/fileformat2.html: the header of the database, of its log and of the log's frames.
const PAGE_SIZE_AT = 16;
const PAGES_AT = 28;
const FREE_PAGES_AT = 36;
const LOG_HEADER_BYTES = 32;
const SALT_AT = 16;
const FRAME_HEADER_BYTES = 24;
const FRAME_SALT_AT = 8;

/** Reads the sizes of the database in a home's engine folder, what stands in its log alone included. */
export function databaseFile(folder: string): DatabaseFile {
  const name = readdirSync(folder).find((file) => file.endsWith('.db'));
  if (name === undefined) throw new Error(`no database in ${folder}`);
  const file = path.join(folder, name);
  const head = headOf(file);
  const pageBytes = head.readUInt16BE(PAGE_SIZE_AT) === 1 ? 65_536 : head.readUInt16BE(PAGE_SIZE_AT);
  const seen = latest(head, readFileSync(`${file}-wal`), pageBytes);
  const diskBytes = statSync(file).size + statSync(`${file}-wal`).size;
  const freeKb = (seen.freePages * pageBytes) / 1024;
  return { usedKb: (seen.pages * pageBytes) / 1024 - freeKb, freeKb, diskKb: diskBytes / 1024 };
}

type Pages = { readonly pages: number; readonly freePages: number };

/** The log's last commit says how many pages there are; the first page stands in the log where it was changed. */
function latest(head: Buffer, log: Buffer, pageBytes: number): Pages {
  let pages = head.readUInt32BE(PAGES_AT);
  let freePages = head.readUInt32BE(FREE_PAGES_AT);
  const salt = log.subarray(SALT_AT, SALT_AT + 8);
  const frameBytes = FRAME_HEADER_BYTES + pageBytes;
  for (let at = LOG_HEADER_BYTES; at + frameBytes <= log.length; at += frameBytes) {
    // Frames of an older log are left behind those of this one.
    if (!log.subarray(at + FRAME_SALT_AT, at + FRAME_SALT_AT + 8).equals(salt)) break;
    const committed = log.readUInt32BE(at + 4);
    if (committed > 0) pages = committed;
    if (log.readUInt32BE(at) === 1) freePages = log.readUInt32BE(at + FRAME_HEADER_BYTES + FREE_PAGES_AT);
  }
  return { pages, freePages };
}

function headOf(file: string): Buffer {
  const head = Buffer.alloc(100);
  const opened = openSync(file, 'r');
  try {
    readSync(opened, head, 0, head.length, 0);
  } finally {
    closeSync(opened);
  }
  return head;
}
