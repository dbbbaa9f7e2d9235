import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The longest files, longest first; one of them begun last would keep one worker busy while the other has nothing to do. */
const LONGEST = [
  'campaign/sample',
  'e2e/crash-with-keys',
  'e2e/crash-without-keys',
  'going-on/key-and-limit',
  'e2e/resolve',
  'e2e/pipelines',
];
/** Whoever waits for processes comes before whoever only computes. */
const FOLDERS = ['e2e', 'going-on', 'cli-run', 'workflows', 'engine', 'sim'];

/** In the order of a table: a fresh clone remembers no durations, and sizes of files say nothing of them. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const bySize = await super.sort(files);
    return bySize.toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}

function rankOf({ moduleId }: TestSpecification): number {
  const [folder = '', name = ''] = moduleId
    .replace(/\.test\.ts$/, '')
    .split('/')
    .slice(-2);
  const long = LONGEST.indexOf(`${folder}/${name}`);
  const waits = FOLDERS.indexOf(folder);
  if (long >= 0) return long;
  return LONGEST.length + (waits >= 0 ? waits : FOLDERS.length);
}
