import { readdirSync, readFileSync } from 'node:fs';

/** Resident memory of a process, MB of 2^20 bytes; undefined where it does not run or the platform does not say. */
export function residentMb(pid: number | undefined): number | undefined {
  return fromStatus(pid, /^VmRSS:\s+(\d+)/m);
}

/** The most resident memory that a process ever had, MB of 2^20 bytes; undefined as above. */
export function mostResidentMb(pid: number | undefined): number | undefined {
  return fromStatus(pid, /^VmHWM:\s+(\d+)/m);
}

/** Open descriptors of a process; undefined as above. */
export function openDescriptors(pid: number | undefined): number | undefined {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return undefined;
  }
}

function fromStatus(pid: number | undefined, pattern: RegExp): number | undefined {
  try {
    const kilobytes = pattern.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}
