import path from 'node:path';
import type { JsonObject } from '../../plan/json.ts';
import type { Plan } from '../../plan/plan.ts';
import type { ProjectStore, RunEntry } from '../../store/index.ts';
import { withApiOfRun } from './api-of-run.ts';
import type { RealmFlags } from './realm-facts.ts';
import type { Shell } from './shell.ts';

/** A run's file and what was typed with it: `--profile` and `-i` are not typed again. */
export type AsStarted = {
  /** Absolute. */
  readonly file: string;
  readonly api: string | undefined;
  readonly profile: string | undefined;
  readonly input: readonly string[];
  readonly asPlanned: true;
};

/** The flags with which another run means the same requests as an earlier one. */
export function asStarted(
  shell: Shell,
  { root }: ProjectStore,
  { entry, plan }: { readonly entry: RunEntry; readonly plan: Pick<Plan, 'inputs'> },
  flags: RealmFlags,
): AsStarted {
  const { api } = withApiOfRun(shell, entry, flags);
  const file = path.resolve(root, entry.file);
  return { file, api, profile: entry.profile, input: inputsOf(plan.inputs), asPlanned: true };
}

function inputsOf(inputs: JsonObject): readonly string[] {
  return Object.entries(inputs).flatMap(([name, value]) =>
    value === null ? [] : [`${name}=${escaped(String(value))}`],
  );
}

/** A value that begins with @ would be taken for the name of a file. */
function escaped(value: string): string {
  return value.startsWith('@') ? `@${value}` : value;
}
