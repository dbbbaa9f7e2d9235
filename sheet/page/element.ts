type Child = Node | string | undefined;
type Properties = { readonly [name: string]: string | boolean | number | undefined };

/** An element with attributes (`true`: there, without a value; `false`, undefined: not there). Text is text, never HTML. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  set(made, properties);
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** Sets attributes, and takes those away that are `false` or undefined. */
export function set(target: Element, properties: Properties): void {
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === false) target.removeAttribute(name);
    else if (target.getAttribute(name) !== (value === true ? '' : String(value))) {
      target.setAttribute(name, value === true ? '' : String(value));
    }
  }
}

/** Writes a text, if it is another one: what stands still does not flicker and is not read out again. */
export function write(target: Element, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}

/** A button that does something. */
export function button(properties: Properties, onClick: () => void, ...children: readonly Child[]): HTMLButtonElement {
  const made = element('button', { type: 'button', ...properties }, ...children);
  made.addEventListener('click', onClick);
  return made;
}
