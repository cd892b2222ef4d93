// Changes of backends and acts of operators as they happen, and those of before.
import { actText, isEffect, placeOf } from "./acts";
import { type Shape, byId, el, icon } from "./dom";
import { clock, glue } from "./format";
import type { Act, Change } from "./model";
import { stateOf } from "./row";

const SHOWN = 50;
const KEPT = 100;

export class Changes {
  private readonly list = byId("changes");
  private changes: Change[] = [];
  private acts: Act[] = [];
  private cluster = "";

  /** Newest first. */
  load(changes: Change[], acts: Act[]): void {
    this.changes = changes;
    this.acts = acts;
    this.draw();
  }

  add(change: Change): void {
    this.changes = [change, ...this.changes].slice(0, KEPT);
    this.draw();
  }

  addAct(act: Act): void {
    this.acts = [act, ...this.acts].slice(0, KEPT);
    this.draw();
  }

  choose(cluster: string): void {
    this.cluster = cluster;
    this.draw();
  }

  private draw(): void {
    const isChosen = (cluster: string | undefined): boolean => this.cluster === "" || cluster === undefined || cluster === this.cluster;
    const acts = this.acts.filter((a) => isChosen(a.cluster));
    const changes = this.changes.filter((c) => isChosen(c.cluster) && !acts.some((a) => isEffect(c, a)));
    const items = [
      ...acts.map((a) => ({ timestamp: a.timestamp, make: () => actItem(a) })),
      ...changes.map((c) => ({ timestamp: c.timestamp, make: () => changeItem(c) })),
    ];
    const shown = items.sort((a, b) => Date.parse(b.timestamp) - Date.parse(a.timestamp)).slice(0, SHOWN);
    this.list.replaceChildren(...(shown.length > 0 ? shown.map((i) => i.make()) : [el("li", { class: "muted" }, "None since the start.")]));
  }
}

function changeItem(change: Change): HTMLElement {
  const { shape, word } = stateOf({ ...change, inUse: 0, failuresInRow: 0, trouble: null });
  const weight = change.weight === 1 ? "" : `, weight ${change.weight}`;
  return item(shape, `${change.cluster} / ${change.address}`, `${word}${weight}${change.reason ? `: ${change.reason}` : ""}`, change.timestamp);
}

function actItem(act: Act): HTMLElement {
  return item("act", placeOf(act), actText(act), act.timestamp);
}

function item(shape: Shape, place: string, text: string, timestamp: string): HTMLElement {
  return el(
    "li",
    { class: "change" },
    icon(shape),
    el("div", {}, place, el("br"), el("span", { class: "muted" }, glue(text))),
    el("time", { class: "muted", datetime: timestamp }, clock(timestamp)),
  );
}
