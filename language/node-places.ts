import type { ExpandedStep, Instance } from './instance.ts';

/** Where an instance's nodes stand in the plan: one, or one for each link of a chain. */
export type NodePlace = { readonly first: number; readonly last: number; readonly links: readonly string[] };
export type NodePlaces = { of(instance: Instance): NodePlace; readonly total: number };

/** Numbers all nodes in file order. */
export function placeNodes(steps: ReadonlyMap<string, ExpandedStep>): NodePlaces {
  const places = new Map<Instance, NodePlace>();
  let next = 0;
  for (const { checked, instances } of steps.values()) {
    const links = checked.step.uses === 'chain' ? checked.step.with.links.map(({ id }) => id) : [];
    const count = Math.max(1, links.length);
    for (const instance of instances) {
      places.set(instance, { first: next, last: next + count - 1, links });
      next += count;
    }
  }
  return {
    total: next,
    of(instance) {
      const place = places.get(instance);
      if (place === undefined) throw new Error(`the instance ${instance.step} ${instance.key} was never placed`);
      return place;
    },
  };
}
