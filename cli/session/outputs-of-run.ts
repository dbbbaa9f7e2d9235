import { evaluateTemplate, filmParts, isExpressionFailure, nodeContext } from '../../expressions/index.ts';
import { filmIn } from '../../plan/film.ts';
import { isJsonObject, type Json } from '../../plan/json.ts';
import type { Plan } from '../../plan/plan.ts';
import type { MakeRecord } from '../../plan/record.ts';
import { HELD_MEDIA, type Template } from '../../plan/request.ts';
import type { RunOutput } from '../views/index.ts';

type Made = {
  readonly plan: Plan;
  /** The make that counts for each node, at its place in the plan. */
  readonly makes: readonly (MakeRecord | undefined)[];
  /** How a node stands, by its state's name. */
  readonly stateOf: (node: number) => string;
};

/** What the file that was run hands out, as far as it is made, media as their files' paths. Makes and joins nothing. */
export function outputsOfRun({ plan, makes, stateOf }: Made): readonly RunOutput[] {
  const passed = passedNodes(plan);
  const stateSeen = (at: number) => {
    const state = stateOf(at);
    return passed.has(at) && ['failed', 'skipped', 'cancelled'].includes(state) ? 'not-wanted' : state;
  };
  return Object.entries(plan.outputs).map(([name, template]) => ({ name, ...told(template) }));

  function told(template: Template): Pick<RunOutput, 'value' | 'missing'> {
    // Two nodes may have made the same bytes: the file that is meant is that of the one that is named.
    const named = new Set<MakeRecord>();
    const takeOf = (at: number) => {
      const make = makes[at];
      if (make !== undefined) named.add(make);
      return make;
    };
    const around = { plan, takeOf, chosen: () => undefined, stateOf: stateSeen, wantsAll: true } as const;
    try {
      const value = evaluateTemplate(template, nodeContext(around, { matrix: {} }));
      return { value: withFiles(value, bySha([...named, ...makes])) };
    } catch (error) {
      if (!isExpressionFailure(error)) throw error;
      return { value: null, missing: error.isAbsent ? 'not wanted' : `not made: ${error.message}` };
    }
  }
}

/** What fails in a pipeline that is used with `continue-on-error` is not wanted outside of it. */
function passedNodes({ nodes, parts = [] }: Plan): ReadonlySet<number> {
  const passed = new Set<string>();
  // Outer ones come first.
  for (const { id, within, continueOnError } of parts) {
    if (continueOnError || (within !== undefined && passed.has(within))) passed.add(id);
  }
  return new Set(nodes.flatMap(({ part }, at) => (part !== undefined && passed.has(part) ? at : [])));
}

/** A value with the file's path where held media stand; a film that is in several files is the list of them. */
function withFiles(value: Json, makes: ReadonlyMap<string, MakeRecord>): Json {
  if (Array.isArray(value)) return value.map((item: Json) => withFiles(item, makes));
  if (isJsonObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withFiles(item, makes)]));
  }
  if (typeof value !== 'string') return value;
  const film = filmIn(value);
  const make = makes.get(film ?? HELD_MEDIA.exec(value)?.[1] ?? '');
  if (make === undefined) return value;
  if (film === undefined) return make.file;
  const files = filmParts([{ take: make, whole: true }], [...makes.values()]).map(({ take }) => take.file);
  return files.length > 1 ? files : make.file;
}

/** The first one counts. */
function bySha(makes: readonly (MakeRecord | undefined)[]): ReadonlyMap<string, MakeRecord> {
  return new Map(makes.toReversed().flatMap((make) => (make === undefined ? [] : [[make.sha256, make] as const])));
}
