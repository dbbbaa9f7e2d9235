import { canonicalJson, type Json, type JsonObject } from '../plan/json.ts';
import type { Plan, PlanNode, PlanPart } from '../plan/plan.ts';
import type { NodeValue, StepsView } from './context.ts';
import { ExpressionFailure } from './failure.ts';

/** From where steps are looked at: the file (a part's id; absent: the file that was run), and the axes there. */
export type Where = { readonly part?: string | undefined; readonly matrix: JsonObject };

/** What has become of nodes and parts. */
export type Ends = {
  /** A node by its index, undefined while it has not ended or is not wanted. */
  readonly outputsOf: (node: number) => NodeValue | undefined;
  /** The last link of a chain as the whole film so far (joined where the vendor returns segments). */
  readonly filmOf: (lastLink: number) => NodeValue | undefined;
  readonly partOf: (part: PlanPart) => NodeValue;
  /** An `if` may ask for the state of one that is not wanted; else it is not there. */
  readonly showsUnwanted?: boolean;
};

/** What `steps` is from somewhere in a plan. A chain is its last link; a part is what its file's outputs say. */
export function viewFrom(plan: Plan, { part, matrix }: Where, ends: Ends): StepsView {
  const { outputsOf, filmOf, partOf, showsUnwanted = false } = ends;
  const inside = (step: string) => (part === undefined ? step : `${part}/${step}`);

  function placesOf(step: string): readonly Place[] {
    const name = inside(step);
    return plan.nodes.flatMap((node, index) => (node.step === name ? [{ node, index }] : []));
  }

  function instance(step: string, key: string | undefined): readonly Place[] {
    const places = placesOf(step);
    if (key !== undefined) return places.filter(({ node }) => node.key === key);
    const keys = new Set(places.map(({ node }) => node.key));
    return keys.size === 1 ? places : places.filter(({ node }) => agrees(node.matrix, matrix));
  }

  function partsOf(step: string): readonly PlanPart[] {
    return (plan.parts ?? []).filter((one) => one.within === part && one.step === step);
  }

  function onePart(step: string, key: string | undefined): PlanPart | undefined {
    const parts = partsOf(step);
    if (key !== undefined) return parts.find((one) => one.key === key);
    return parts.length === 1 ? parts[0] : parts.find((one) => agrees(one.matrix, matrix));
  }

  function valueAt({ node, index }: Place): NodeValue | undefined {
    return node.kind === 'link' ? filmOf(index) : outputsOf(index);
  }

  function endedAt(place: Place): NodeValue | undefined {
    const value = valueAt(place);
    return value?.state === 'not-wanted' ? undefined : value;
  }

  /** A part of which nothing was wanted is not wanted itself. */
  function isWanted({ id }: PlanPart): boolean {
    return plan.nodes.some((node, index) => node.id.startsWith(`${id}/`) && endedAt({ node, index }) !== undefined);
  }

  return {
    one(step, key) {
      const used = onePart(step, key);
      if (used !== undefined) return partOf(used);
      const last = instance(step, key).at(-1);
      const value = last && (showsUnwanted ? valueAt(last) : endedAt(last));
      if (value === undefined) throw absent(`steps.${step}${key === undefined ? '' : `['${key}']`} is not there`);
      return value;
    },
    all(step) {
      const parts = partsOf(step);
      if (parts.length > 0) return parts.filter(isWanted).map(partOf);
      const name = inside(step);
      const lastLinks = placesOf(step).filter(({ node, index }) => {
        const next = plan.nodes[index + 1];
        return node.kind !== 'link' || next === undefined || next.step !== name || next.key !== node.key;
      });
      return lastLinks.flatMap((place) => endedAt(place) ?? []);
    },
    link(step, key, link) {
      const place = instance(step, key).find(({ node }) => node.link === link);
      const value = place && outputsOf(place.index);
      if (value === undefined) throw absent(`steps.${step} has no link "${link}" that is there`);
      return value;
    },
  };
}

function absent(message: string): ExpressionFailure {
  return new ExpressionFailure(message, 0, undefined, true);
}

type Place = { readonly node: PlanNode; readonly index: number };

/** True if a node stands at the same value on every axis of another one. */
function agrees(axes: JsonObject, matrix: JsonObject): boolean {
  return Object.entries(axes).every(([axis, value]) => {
    const own: Json | undefined = matrix[axis];
    return own !== undefined && (own === value || canonicalJson(own) === canonicalJson(value));
  });
}
