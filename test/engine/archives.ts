import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';

/** A program that says what a Temporal CLI says when it is asked for its version. */
export function fakeTemporal(cli = '1.5.1', server = '1.29.1'): string {
  // Padded, so that the archive has more than one chunk and damage has room.
  const padding = Array.from({ length: 4_000 }, (_, line) => `# ${line} ${(line * 2_654_435_761) % 4_294_967_296}`);
  return `#!/bin/sh\necho "temporal version ${cli} (Server ${server}, UI 2.42.1)"\n${padding.join('\n')}\n`;
}

/** A .tar.gz in the published shape, made by the system's own tar. */
export function tarGz(files: Record<string, string>): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'dailies-tar-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text, { mode: 0o755 });
    execFileSync('tar', ['-czf', 'archive.tar.gz', ...Object.keys(files)], { cwd: folder });
    return readFileSync(join(folder, 'archive.tar.gz'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A .zip in the published shape. */
export function zip(files: Record<string, string>): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const body = Buffer.from(text);
    const packed = deflateRawSync(body);
    // From "version needed" to "extra length", the local header and the directory's entry are the same.
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(8, 4);
    shared.writeUInt32LE(crc32(body), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(body.length, 18);
    shared.writeUInt16LE(name.length, 22);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), shared, Buffer.from(name), packed]);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), shared, rest, Buffer.from(name)]));
    bodies.push(local);
    offset += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(directory.length, 4);
  end.writeUInt16LE(directory.length, 6);
  end.writeUInt32LE(entries.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...bodies, entries, Buffer.from('PK\x05\x06'), end]);
}
