// Where clients come in.
import { byId, el, setText } from "./dom";
import { count, plural } from "./format";
import type { Listener } from "./model";

let shown = "";

/** The list is made anew only where a reload changed it; connections are written in place. */
export function showListeners(listeners: Listener[]): void {
  const list = byId("listeners");
  const now = JSON.stringify(listeners.map((l) => [l.name, l.address, l.mode]));
  if (now !== shown) {
    shown = now;
    list.replaceChildren(
      ...listeners.map((l) => el("li", {}, el("strong", {}, l.name), " ", el("code", {}, l.address), ` ${l.mode} `, el("span", { class: "muted" }))),
    );
  }
  listeners.forEach((l, i) => setText(list.children[i]!.lastElementChild!, `${count(l.connections)} ${plural(l.connections, "connection").split(" ")[1]}`));
}
