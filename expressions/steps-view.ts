import { canonicalJson, type Json, type JsonObject } from '../plan/json.ts';
import type { Plan, PlanNode } from '../plan/plan.ts';
import type { NodeValue, StepsView } from './context.ts';
import { ExpressionFailure } from './failure.ts';

/**
 * What `steps` is for one node of a plan. `outputsOf` says what a node (by index) has become, undefined while it has
 * not ended or is not wanted. A chain is its last link; `filmOf` gives that link as the whole film so far (joined
 * where the vendor returns segments), and is outputsOf where the last file holds its sources.
 */
export function stepsView(
  plan: Plan,
  nodeIndex: number,
  outputsOf: (node: number) => NodeValue | undefined,
  filmOf: (lastLink: number) => NodeValue | undefined = outputsOf,
): StepsView {
  const matrix = plan.nodes[nodeIndex]?.matrix ?? {};

  function instance(step: string, key: string | undefined): readonly Place[] {
    const places = placesOf(plan, step);
    if (key !== undefined) return places.filter(({ node }) => node.key === key);
    const keys = new Set(places.map(({ node }) => node.key));
    return keys.size === 1 ? places : places.filter(({ node }) => agrees(node.matrix, matrix));
  }

  function endedAt({ node, index }: Place): NodeValue | undefined {
    const value = node.kind === 'link' ? filmOf(index) : outputsOf(index);
    return value?.state === 'not-wanted' ? undefined : value;
  }

  return {
    one(step, key) {
      const last = instance(step, key).at(-1);
      const value = last && endedAt(last);
      if (value === undefined)
        throw new ExpressionFailure(`steps.${step}${key === undefined ? '' : `['${key}']`} is not there`);
      return value;
    },
    all(step) {
      const lastLinks = placesOf(plan, step).filter(({ node, index }) => {
        const next = plan.nodes[index + 1];
        return node.kind !== 'link' || next === undefined || next.step !== step || next.key !== node.key;
      });
      return lastLinks.flatMap((place) => endedAt(place) ?? []);
    },
    link(step, key, link) {
      const place = instance(step, key).find(({ node }) => node.link === link);
      const value = place && outputsOf(place.index);
      if (value === undefined) throw new ExpressionFailure(`steps.${step} has no link "${link}" that is there`);
      return value;
    },
  };
}

type Place = { readonly node: PlanNode; readonly index: number };

function placesOf(plan: Plan, step: string): readonly Place[] {
  return plan.nodes.flatMap((node, index) => (node.step === step ? [{ node, index }] : []));
}

/** True if a node stands at the same value on every axis of another one. */
function agrees(axes: JsonObject, matrix: JsonObject): boolean {
  return Object.entries(axes).every(([axis, value]) => {
    const own: Json | undefined = matrix[axis];
    return own !== undefined && (own === value || canonicalJson(own) === canonicalJson(value));
  });
}
