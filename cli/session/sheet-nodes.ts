import { FAILURES } from '../../plan/failures.ts';
import type { MakeRecord } from '../../plan/record.ts';
import type { Decided } from '../../plan/states/index.ts';
import type { Media, SheetNode } from '../../sheet/index.ts';
import type { Progress } from '../live/index.ts';
import { advice, type Report, type ReportNode } from '../views/index.ts';

export type NodesOfSheet = {
  readonly report: Report;
  readonly makes: readonly (MakeRecord | undefined)[];
  readonly progress: Progress | undefined;
  /** What would be decided today; absent: nobody asked. */
  readonly decided: Decided | undefined;
  /** Where a file of a make is found from the page; undefined: nowhere. */
  readonly link: (make: MakeRecord) => string | undefined;
  readonly speed: number;
};

/** What the sheet shows of each node, at its place in the plan. */
export function sheetNodes({ report, makes, progress, decided, link, speed }: NodesOfSheet): readonly SheetNode[] {
  return report.nodes.map((node, at): SheetNode => {
    const make = makes[at];
    const now = progress?.nodes[at];
    const today = decided?.nodes[at];
    const trouble = troubleOf(report, node);
    const expectedMs = (progress?.plan.nodes[at]?.renderMs ?? 0) / speed;
    const isStale = make !== undefined && today?.decision.state === 'stale';
    const request = make?.request ?? today?.request;
    return {
      state: node.state,
      ...(now !== undefined && TIMED.has(now.state)
        ? { sinceMs: now.state === 'late' ? now.sinceMs : (now.takenMs ?? now.sinceMs), expectedMs }
        : {}),
      ...(trouble.length === 0 ? {} : { trouble }),
      cost: node.cost,
      costAssumed: node.costAssumed ?? false,
      ...(isStale ? { stale: today.decision.because } : {}),
      ...(make === undefined ? {} : { sha256: make.sha256, seconds: make.seconds }),
      ...mediaOf(make, link),
      ...(request ? { request } : {}),
    };
  });
}

const TIMED: ReadonlySet<string> = new Set(['queued', 'rendering', 'late']);

/** In the report's words: why, what the vendor said, what to do. */
function troubleOf(report: Report, node: ReportNode): readonly string[] {
  const code = node.code ?? (node.state === 'unsure' ? 'UNSURE' : undefined);
  if (code === undefined || node.state === 'done' || node.state === 'current') {
    return node.state === 'skipped' ? ['something that it needs is missing'] : [];
  }
  const place = { run: report.run, realm: report.realm, file: report.file, node: node.node };
  return [
    FAILURES[code].sentence,
    ...(node.reason === undefined ? [] : [node.reason]),
    ...(node.message ? [`the vendor says: “${node.message}”`] : []),
    `→ ${advice(code, place)}`,
  ];
}

function mediaOf(make: MakeRecord | undefined, link: NodesOfSheet['link']): { readonly media?: Media } {
  const src = make === undefined ? undefined : link(make);
  if (make === undefined || src === undefined) return {};
  const { file, width, height } = make;
  return { media: { kind: KINDS[endingOf(make)] ?? 'other', src, width, height, file } };
}

/** The ending of a make's file. */
export function endingOf({ media = 'mp4' }: Pick<MakeRecord, 'media'>): string {
  return media;
}

const KINDS: { readonly [ending: string]: Media['kind'] } = {
  mp4: 'video',
  ...{ png: 'image', jpg: 'image', jpeg: 'image', webp: 'image' },
  ...{ wav: 'audio', mp3: 'audio' },
};
