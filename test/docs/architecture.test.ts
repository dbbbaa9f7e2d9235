import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ROOMS } from '../rooms/table.ts';

const page = readFileSync('docs/architecture.md', 'utf8');

/** The table under "Rooms" in the form of test/rooms/table.ts. */
function roomsOf(text: string): { readonly [room: string]: readonly string[] } {
  const section = /^## Rooms\n([\s\S]*?)^## /m.exec(text)?.[1] ?? '';
  const rows = [...section.matchAll(/^\| `(\w+)` \| (.*) \|$/gm)];
  return Object.fromEntries(
    rows.map(([, room = '', cell = '']) => [
      room,
      [...cell.matchAll(/(types of )?`([^`]+)`/g)].map(([, types, name = '']) => (types ? `${name}*` : name)).sort(),
    ]),
  );
}

describe('docs/architecture.md', () => {
  const table = Object.fromEntries(Object.entries(ROOMS).map(([room, names]) => [room, [...names].sort()]));

  test('has the table of rooms that the test of the imports holds', () => {
    expect(roomsOf(page)).toEqual(table);
  });

  test('a room that may import another thing is found', () => {
    expect(roomsOf(page.replace('| `plan` | nothing |', '| `plan` | `zod` |'))).not.toEqual(table);
  });
});
