/** A text of 1 MiB that no writer would send, by name, and the code that it must be refused with. */
export type HostileFile = { readonly name: string; readonly code: string; readonly text: () => string };

const SIZE = 1024 * 1024;

/** One for each way in which a short text can be dear to read. */
export const HOSTILE_FILES: readonly HostileFile[] = [
  { name: 'nested brackets', code: 'YAML_DEPTH', text: () => filled('x: ', '[') },
  { name: 'nested braces', code: 'YAML_DEPTH', text: () => filled('x: ', '{a: ') },
  { name: 'nested block maps', code: 'YAML_DEPTH', text: () => staircase((n) => `${' '.repeat(n)}a:\n`) },
  { name: 'nested block maps, wide', code: 'YAML_DEPTH', text: () => staircase((n) => `${' '.repeat(n * 40)}a:\n`) },
  { name: 'nested block lists', code: 'YAML_DEPTH', text: () => filled('', '- ') },
  { name: 'nested complex keys', code: 'YAML_DEPTH', text: () => filled('', '? ') },
  { name: 'a plain list', code: 'FILE_TOO_LARGE', text: () => `${filled('x: [', '1,', 2)}1]` },
  { name: 'a block list', code: 'FILE_TOO_LARGE', text: () => filled('x:\n', '- 1\n') },
  { name: 'many keys', code: 'FILE_TOO_LARGE', text: () => numbered((n) => `k${n}: 1\n`) },
  { name: 'many keys in braces', code: 'FILE_TOO_LARGE', text: () => `{${numbered((n) => `k${n}: 1, `, 1)}}` },
  { name: 'the same key again and again', code: 'FILE_TOO_LARGE', text: () => filled('', 'k: 1\n') },
  { name: 'many comments', code: 'FILE_TOO_LARGE', text: () => filled('', '#\n') },
  { name: 'comments behind keys', code: 'FILE_TOO_LARGE', text: () => numbered((n) => `k${n}: # x\n`) },
  { name: 'blank lines', code: 'FILE_TOO_LARGE', text: () => filled('', '\n') },
  { name: 'one long word', code: 'WRONG_TYPE', text: () => filled('', 'x') },
  { name: 'one long prompt', code: 'PROMPT_TOO_LONG', text: () => shot('prompt: "', 'wide ', '"') },
  { name: 'an unclosed quote', code: 'YAML_SYNTAX', text: () => filled('x: "', 'a ') },
  { name: 'an unclosed quote over many lines', code: 'YAML_SYNTAX', text: () => filled("x: '", 'a\n ') },
  { name: 'many unclosed quotes', code: 'FILE_TOO_LARGE', text: () => filled('', '- "a\n') },
  { name: 'an unclosed list', code: 'FILE_TOO_LARGE', text: () => filled('x: [', 'a, ') },
  { name: 'many closing brackets', code: 'YAML_SYNTAX', text: () => filled('x: ', ']') },
  { name: 'anchors', code: 'FILE_TOO_LARGE', text: () => numbered((n) => `- &a${n} x\n`) },
  { name: 'aliases', code: 'FILE_TOO_LARGE', text: () => filled('- &a x\n', '- *a\n') },
  { name: 'aliases of nothing', code: 'FILE_TOO_LARGE', text: () => numbered((n) => `- *a${n}\n`) },
  {
    name: 'doubling aliases',
    code: 'FILE_TOO_LARGE',
    text: () => numbered((n) => `a${n}: &a${n} [*a${n - 1}, *a${n - 1}]\n`),
  },
  { name: 'merge keys', code: 'FILE_TOO_LARGE', text: () => filled('', '<<: {a: 1}\n') },
  { name: 'tags', code: 'FILE_TOO_LARGE', text: () => filled('', '- !!str x\n') },
  { name: 'tag directives', code: 'FILE_EMPTY', text: () => filled('', '%TAG !a! tag:x,\n') },
  { name: 'documents', code: 'FILE_TOO_LARGE', text: () => filled('a: 1\n', '---\na: 1\n') },
  { name: 'tabs', code: 'FILE_TOO_LARGE', text: () => filled('a:\n', '\t- b\n') },
  { name: 'colons', code: 'FILE_TOO_LARGE', text: () => filled('', 'a: ') },
  { name: 'escapes', code: 'WRONG_TYPE', text: () => `${filled('"', '\\u0041', 1)}"` },
  { name: 'wrong escapes', code: 'YAML_SYNTAX', text: () => `${filled('"', '\\q', 1)}"` },
  { name: 'block texts', code: 'FILE_TOO_LARGE', text: () => numbered((n) => `k${n}: |\n  x\n`) },
  { name: 'one text of many lines', code: 'PROMPT_TOO_LONG', text: () => shot('prompt: |\n', '        a\n', '') },
  { name: 'many expressions', code: 'EXPRESSION', text: () => shot('prompt: "', '${' + '{ vars.x }}', '"') },
  { name: 'unclosed expressions', code: 'EXPRESSION', text: () => shot('prompt: "', '${' + '{ ', '"') },
  { name: 'one expression nested deep', code: 'EXPRESSION', text: () => shot(`prompt: "\${${'{ '}`, '(', ' }}"') },
  { name: 'one long expression', code: 'EXPRESSION', text: () => shot(`prompt: "\${${'{ 1'}`, ' == 1', ' }}"') },
  {
    name: 'many steps',
    code: 'FILE_TOO_LARGE',
    text: () => filled('version: 1\nsteps:\n', '') + numbered((n) => `  s${n}: { uses: pick, with: { from: [s] } }\n`),
  },
  {
    name: 'unknown keys in a step',
    code: 'UNKNOWN_KEY',
    text: () =>
      `version: 1\nsteps:\n  a:\n    uses: generate\n${numbered((n) => `    key-that-nobody-knows-and-that-is-long-so-that-fewer-fit-${n}: 1\n`, 60)}`,
  },
  { name: 'one expression of members', code: 'EXPRESSION', text: () => shot(`prompt: "\${${'{ vars'}`, '.a', ' }}"') },
  { name: 'steps over one another', code: 'CYCLE', text: () => ring((next) => `strategy: { over: ${next} }`) },
  { name: 'steps that need one another', code: 'CYCLE', text: () => ring((next) => `needs: ${next}`) },
  // Just within what is parsed.
  { name: 'some commas', code: 'YAML_SYNTAX', text: () => `x: [${','.repeat(79_000)}]` },
  { name: 'some colons', code: 'YAML_SYNTAX', text: () => 'a: '.repeat(39_000) },
  { name: 'some unclosed quotes', code: 'YAML_SYNTAX', text: () => '- "a\n'.repeat(39_000) },
  { name: 'some tabs', code: 'YAML_TAB', text: () => `a:\n${'\t- b\n'.repeat(39_000)}` },
  { name: 'some anchors', code: 'YAML_ANCHOR', text: () => '- &a x\n'.repeat(19_000) },
  { name: 'some documents', code: 'YAML_DOCUMENTS', text: () => 'a: 1\n---\n'.repeat(19_000) },
  { name: 'some merge keys', code: 'YAML_MERGE_KEY', text: () => '<<: {a: 1}\n'.repeat(9_000) },
  { name: 'some equal keys', code: 'DUPLICATE_KEY', text: () => 'k: 1\n'.repeat(19_000) },
  { name: 'a matrix that explodes', code: 'PLAN_TOO_LARGE', text: () => matrix() },
];

/** As many of a piece as fit behind the head, `less` bytes being left for what follows. */
function filled(head: string, piece: string, less = 0): string {
  return piece === '' ? head : head + piece.repeat(Math.floor((SIZE - head.length - less) / piece.length));
}

function numbered(line: (n: number) => string, less = 0): string {
  const lines: string[] = [];
  for (let n = 1, size = less; ; n += 1) {
    const next = line(n);
    size += next.length;
    if (size > SIZE) return lines.join('');
    lines.push(next);
  }
}

function staircase(line: (n: number) => string): string {
  let text = '';
  for (let n = 0; ; n += 1) {
    const next = line(n);
    if (text.length + next.length > SIZE) return text;
    text += next;
  }
}

function shot(head: string, piece: string, tail: string): string {
  const before = `version: 1\nsteps:\n  a:\n    uses: generate\n    with:\n      model: skyreels-v4-fast\n      ${head}`;
  return `${filled(before, piece, tail.length + 1)}${tail}\n`;
}

function ring(wait: (next: string) => string): string {
  const count = 2500;
  const steps = Array.from({ length: count }, (_, n) => {
    return `  s${n}: { uses: generate, ${wait(`s${(n + 1) % count}`)}, with: { model: skyreels-v4-fast, prompt: x } }\n`;
  });
  return `version: 1\nsteps:\n${steps.join('')}`;
}

function matrix(): string {
  const axes = Array.from({ length: 12 }, (_, axis) => `a${axis}: [${Array.from({ length: 1500 }, (_, n) => n)}]`);
  return `version: 1\nsteps:\n  a:\n    uses: generate\n    strategy: { matrix: { ${axes.join(', ')} } }\n    with: { model: skyreels-v4-fast, prompt: x }\n`;
}
