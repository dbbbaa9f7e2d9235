import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Where a process listens: `127.0.0.1:7233`, by Linux's own tables; IPv6 in hex. */
export function listeningOf(pid: number): readonly string[] {
  const inodes = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => /^socket:\[(\d+)\]$/.exec(linkOf(pid, fd))?.[1] ?? []),
  );
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, 'latin1')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((columns) => columns[3] === LISTEN && inodes.has(columns[9] ?? ''))
      .map((columns) => addressOf(columns[1] ?? '')),
  );
}

const LISTEN = '0A';

function linkOf(pid: number, fd: string): string {
  try {
    return readlinkSync(`/proc/${pid}/fd/${fd}`);
  } catch {
    return '';
  }
}

/** IPv4 stands there as the hex of a 32-bit word of this machine, which is little-endian. */
function addressOf(text: string): string {
  const [address = '', port = ''] = text.split(':');
  if (address.length !== 8) return `[${address}]:${Number.parseInt(port, 16)}`;
  const bytes = Buffer.from(address, 'hex').reverse();
  return `${bytes.join('.')}:${Number.parseInt(port, 16)}`;
}
