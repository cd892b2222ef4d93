// Small help with the DOM. Text only ever goes in as text, never as markup.

type Child = Node | string | null | undefined | false;

/** Makes an element; attributes that are null or false are left out, "class" and aria ones go in as they are. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string | number | boolean | null | undefined> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  element.append(...children.filter((c): c is Node | string => c !== null && c !== undefined && c !== false));
  return element;
}

/** The same for SVG. */
export function svg(tag: string, attributes: Record<string, string | number> = {}, ...children: Node[]): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}

function setAttributes(element: Element, attributes: Record<string, string | number | boolean | null | undefined>): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
}

/** An element of the page that must be there. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (!element) {
    throw new Error(`the page has no #${id}`);
  }
  return element as T;
}

/** Changes text only where it differs: what stays the same is neither painted nor read out again. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

export function setAttribute(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) {
    element.setAttribute(name, value);
  }
}

/** Shapes for states, so that colour is never the only sign. */
export type Shape = "ok" | "bad" | "warn" | "off" | "unknown" | "act";

const PATHS: Record<Shape, string> = {
  ok: "M3.5 8.5l3 3 6-7",
  bad: "M4 4l8 8M12 4l-8 8",
  warn: "M8 3.5v6M8 12v.6",
  off: "M6 4v8M10 4v8",
  act: "M4 8h7M8 4.5L11.5 8 8 11.5",
  unknown: "M6 6a2 2 0 1 1 3 1.8c-.7.4-1 .8-1 1.7M8 12v.6",
};

export function icon(shape: Shape): SVGElement {
  return svg(
    "svg",
    { viewBox: "0 0 16 16", class: `icon icon-${shape}`, "aria-hidden": "true", focusable: "false" },
    svg("circle", { cx: 8, cy: 8, r: 8, class: "icon-ground" }),
    svg("path", { d: PATHS[shape], class: "icon-mark" }),
  );
}
