// Changes of backends as they happen, and those of before.
import { byId, el, icon } from "./dom";
import { clock } from "./format";
import type { Change } from "./model";
import { stateOf } from "./row";

const SHOWN = 50;

export class Changes {
  private readonly list = byId("changes");
  private all: Change[] = [];
  private cluster = "";

  load(changes: Change[]): void {
    this.all = changes;
    this.draw();
  }

  add(change: Change): void {
    this.all = [change, ...this.all].slice(0, SHOWN);
    this.draw();
  }

  choose(cluster: string): void {
    this.cluster = cluster;
    this.draw();
  }

  private draw(): void {
    const chosen = this.all.filter((c) => this.cluster === "" || c.cluster === this.cluster);
    const items = chosen.slice(0, SHOWN).map((c) => item(c));
    this.list.replaceChildren(...(items.length > 0 ? items : [el("li", { class: "muted" }, "None since the start.")]));
  }
}

function item(change: Change): HTMLElement {
  const { shape, word } = stateOf({ ...change, inUse: 0, failuresInRow: 0, trouble: null });
  const weight = change.weight === 1 ? "" : `, weight ${change.weight}`;
  return el(
    "li",
    { class: "change" },
    icon(shape),
    el("div", {}, `${change.cluster} / ${change.address}`, el("br"), el("span", { class: "muted" }, `${word}${weight}${change.reason ? `: ${change.reason}` : ""}`)),
    el("time", { class: "muted", datetime: change.timestamp }, clock(change.timestamp)),
  );
}
