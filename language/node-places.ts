import type { ExpandedStep, Instance } from './instance.ts';

/** Where an instance's nodes stand in the plan: one, one for each link of a chain, or all of the pipeline it uses. */
export type NodePlace = { readonly first: number; readonly last: number; readonly links: readonly string[] };
export type NodePlaces = {
  of(instance: Instance): NodePlace;
  readonly total: number;
  /** Says which number the first node has: those of a pipeline that is used stand among those of its user. */
  beginAt(first: number): void;
};

/**
 * Numbers all nodes in file order; `inside`: the places of the pipeline that an instance uses. Looks at neither before
 * it is asked, so that these can be opened in the meantime. A pipeline with a gate begins behind it.
 */
export function placeNodes(
  steps: ReadonlyMap<string, ExpandedStep>,
  inside: (instance: Instance) => NodePlaces | undefined,
  gates: ReadonlyMap<Instance, unknown>,
): NodePlaces {
  let known: Numbered | undefined;
  let begin = 0;
  const numbered = () => {
    known ??= numberNodes(steps, inside, gates);
    return known;
  };
  return {
    get total() {
      return numbered().total;
    },
    of(instance) {
      const place = numbered().places.get(instance);
      if (place === undefined) throw new Error(`the instance ${instance.step} ${instance.key} was never placed`);
      return begin === 0 ? place : { ...place, first: begin + place.first, last: begin + place.last };
    },
    beginAt(first) {
      begin = first;
      for (const [instance, place] of numbered().places) {
        inside(instance)?.beginAt(first + place.first + (gates.has(instance) ? 1 : 0));
      }
    },
  };
}

type Numbered = { readonly places: ReadonlyMap<Instance, NodePlace>; readonly total: number };

function numberNodes(
  steps: ReadonlyMap<string, ExpandedStep>,
  inside: (instance: Instance) => NodePlaces | undefined,
  gates: ReadonlyMap<Instance, unknown>,
): Numbered {
  const places = new Map<Instance, NodePlace>();
  let next = 0;
  for (const { checked, instances } of steps.values()) {
    const links = checked.step.uses === 'chain' ? checked.step.with.links.map(({ id }) => id) : [];
    for (const instance of instances) {
      const used = inside(instance)?.total;
      const count = gates.has(instance) ? 1 + (used ?? 0) : (used ?? Math.max(1, links.length));
      places.set(instance, { first: next, last: next + count - 1, links });
      next += count;
    }
  }
  return { places, total: next };
}
