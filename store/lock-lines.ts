import { LockUnreadable } from './lock-unreadable.ts';

/** The value of an entry, not looked into until it is needed, and its line in the file (from 1; 0: not written yet). */
export type LockLine = { readonly json: string; readonly at: number };
export type LockSection = Map<string, LockLine[]>;

/** The sections of a lock file, by node. */
export type LockLines = { readonly project: string; readonly makes: LockSection; readonly open: LockSection };

const COMMENT = `# What was made and paid for, a line a node. Dailies writes it; keep it in git, do not edit it.
# Without it nothing is lost: it is written anew from .dailies/store.
`;
const ENTRY = /^ {2}("(?:[^"\\]|\\.)*"): (\{.*\})$/;
const CONFLICT = /^(<{7}|={7}|>{7}|\|{7})( |$)/;

/**
 * Reads a lock file by line (10,000 entries as YAML take 3 s, measured). A node that stands twice (a merge put both
 * halves in) keeps both lines. Throws LockUnreadable at the first line that is none of its own.
 */
export function parseLockLines(file: string, text: string): LockLines {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const header = new Map<string, string>();
  const sections = { makes: new Map<string, LockLine[]>(), open: new Map<string, LockLine[]>() };
  let section: LockSection | undefined;
  lines.forEach((line, index) => {
    if (line === '' || line.startsWith('#')) return;
    if (line === 'makes:' || line === 'makes: {}') section = sections.makes;
    else if (line === 'open:' || line === 'open: {}') section = sections.open;
    else if (section === undefined) readHeader(file, line, index, header);
    else readEntry(file, line, index, section);
  });
  // Written last: without it the end was cut off, and with it entries that were paid for.
  if (header.has('version') && section !== sections.open) throw wrong(file, lines.length - 1, 'its end is missing', '');
  if (header.get('version') === undefined) throw wrong(file, 0, 'it has no version', lines[0] ?? '');
  return { project: header.get('project') ?? '', ...sections };
}

/** A lock file's text: entries sorted by node, one line each. */
export function printLockLines(lines: LockLines): string {
  const head = `${COMMENT}version: 1\nproject: ${lines.project}\n`;
  return `${head}${section('makes', lines.makes)}${section('open', lines.open)}`;
}

function readHeader(file: string, line: string, index: number, header: Map<string, string>): void {
  const match = /^(version|project): "?([A-Za-z0-9-]+)"?$/.exec(line);
  if (match === null) throw wrong(file, index, 'this is no line of a lock file', line);
  const [, key = '', value = ''] = match;
  if (key === 'version' && value !== '1') {
    throw new LockUnreadable(file, index + 1, `version ${value} is not known here`, 'install a newer Dailies');
  }
  header.set(key, value);
}

function readEntry(file: string, line: string, index: number, into: LockSection): void {
  const match = ENTRY.exec(line);
  if (match === null) throw wrong(file, index, 'this is no line of a lock file', line);
  const [, key = '', json = ''] = match;
  const node = textOfKey(key);
  if (node === undefined) throw wrong(file, index, 'the name is unreadable', line);
  const there = into.get(node);
  const value = { json, at: index + 1 };
  if (there) there.push(value);
  else into.set(node, [value]);
}

function textOfKey(key: string): string | undefined {
  try {
    return String(JSON.parse(key));
  } catch {
    return undefined;
  }
}

function wrong(file: string, index: number, found: string, line: string): LockUnreadable {
  const conflict = CONFLICT.test(line);
  return new LockUnreadable(
    file,
    index + 1,
    conflict ? 'git left conflict markers here' : found,
    conflict
      ? 'keep the lines of both sides and remove the markers'
      : 'take the last good version out of git, or remove the file: it is written anew from the store',
  );
}

function section(name: string, entries: LockSection): string {
  if (entries.size === 0) return `${name}: {}\n`;
  const nodes = [...entries.keys()].sort();
  const lines = nodes.flatMap((node) =>
    (entries.get(node) ?? []).map(({ json }) => `  ${JSON.stringify(node)}: ${json}\n`),
  );
  return `${name}:\n${lines.join('')}`;
}
