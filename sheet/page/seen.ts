/** What becomes of an element as it is scrolled to and away from. `near`: it may load; `seen`: it is looked at. */
export type Watched = { readonly near: (isNear: boolean) => void; readonly seen: (isSeen: boolean) => void };

export type Watch = (target: Element, watched: Watched) => void;

/** Something stays loaded for three screens, so that scrolling back is at once; nothing loads before it is in view. */
export function watchSight(): Watch {
  const all = new WeakMap<Element, Watched>();
  const tell = (verb: keyof Watched) => (entries: readonly IntersectionObserverEntry[]) => {
    for (const { target, isIntersecting } of entries) all.get(target)?.[verb](isIntersecting);
  };
  const sight = new IntersectionObserver(tell('seen'));
  const reach = new IntersectionObserver(tell('near'), { rootMargin: '300% 0px' });
  return (target, watched) => {
    all.set(target, watched);
    sight.observe(target);
    reach.observe(target);
  };
}
