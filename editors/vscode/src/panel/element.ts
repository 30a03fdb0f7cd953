// Elements of the page. What they hold is text, never markup.

/** An element of HTML. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string>,
  ...inside: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  return filled(document.createElement(name), attributes, inside);
}

/** An element of a drawing. */
export function shape(
  name: string,
  attributes: Record<string, string | number>,
  ...inside: (Node | string)[]
): SVGElement {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, inside);
}

function filled<Kind extends Element>(
  made: Kind,
  attributes: Record<string, string | number>,
  inside: (Node | string)[],
): Kind {
  for (const [name, value] of Object.entries(attributes)) {
    made.setAttribute(name, typeof value === "number" ? String(Math.round(value * 100) / 100) : value);
  }
  made.append(...inside);
  return made;
}
