import type { PlanNode } from './plan.ts';

/** A step without the instances of the parts around it: `episode/draft` for every `episode@…/draft`. */
export function stepPath(step: string): string {
  return step.replace(/@[^/]*(?=\/)/g, '');
}

/**
 * True if people mean a node by a name: its id, its step, its instance (`step@key` with the key as people write it),
 * or a part that it belongs to, one (`episode@e01`) or all (`episode`, `episode/draft`).
 */
export function isNamed({ id, step, key, part }: PlanNode, name: string): boolean {
  if (id === name || step === name || `${step}@${key}` === name) return true;
  if (part === undefined) return false;
  const path = stepPath(step);
  return step.startsWith(`${name}/`) || path === name || path.startsWith(`${name}/`);
}
