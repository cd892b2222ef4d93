// One backend's row. Made once, then only what has changed is written.
import { type Shape, el, icon, setAttribute, setText } from "./dom";
import { agoOf, glue, milliseconds, percent, plural, rate } from "./format";
import { type Backend, isUsable } from "./model";
import { Spark } from "./spark";
import { restReason } from "./verdict";

export const COLUMNS = ["State", "Backend", "Load", "Rate", "Errors", "Answer", "Pool", "Last hour", "Actions"];

export class Row {
  readonly element: HTMLTableRowElement;
  readonly spark = new Spark();
  backend: Backend;
  private readonly state = el("span", { class: "state" });
  private readonly why = el("span", { class: "why muted" });
  private readonly load = el("span");
  private readonly bar = el("span", { class: "bar", "aria-hidden": "true" }, el("span"));
  private readonly rate = el("span");
  private readonly errors = el("span");
  private readonly share = el("span", { class: "muted" });
  private readonly wait = el("span");
  private readonly pool = el("span");
  private readonly reuse = el("span", { class: "muted" });
  private readonly weight = el("span", { class: "muted kept" });
  private shape: Shape | "" = "";

  constructor(backend: Backend, onManage: (backend: Backend) => void) {
    this.backend = backend;
    const manage = el("button", { type: "button", class: "quiet", "aria-haspopup": "dialog" }, "Manage", el("span", { class: "hidden" }, ` ${backend.cluster} ${backend.address}`));
    manage.addEventListener("click", () => onManage(this.backend));
    this.element = el(
      "tr",
      { role: "row", "data-backend": backend.address, "data-cluster": backend.cluster },
      cell("State", this.state),
      el("th", { scope: "row", role: "rowheader", class: "address" }, el("span", {}, backend.address), this.why),
      cell("Load", this.load, this.bar, this.weight),
      cell("Rate", this.rate),
      cell("Errors", this.errors, this.share),
      cell("Answer", this.wait),
      cell("Pool", this.pool, this.reuse),
      cell("Last hour", this.spark.element),
      cell("", manage),
    );
  }

  show(b: Backend, now: string): void {
    this.backend = b;
    const { shape, word } = stateOf(b);
    if (shape !== this.shape || this.state.lastChild?.textContent !== word) {
      this.shape = shape;
      this.state.replaceChildren(icon(shape), el("span", {}, word));
      this.element.dataset.state = shape;
    }
    setText(this.why, glue(whyOf(b, now)));
    setText(this.load, b.maxConnections > 0 ? `${b.inUse} of ${b.maxConnections}` : String(b.inUse));
    this.bar.hidden = b.maxConnections === 0;
    if (b.maxConnections > 0) {
      (this.bar.firstElementChild as HTMLElement).style.width = `${Math.min(100, (100 * b.inUse) / b.maxConnections)}%`;
    }
    setText(this.weight, b.weight === 1 ? "" : `weight ${b.weight}`);
    setText(this.rate, `${rate(b.rate)}/s`);
    setText(this.errors, b.errors > 0 ? `${rate(b.errors)}/s` : "0");
    setAttribute(this.errors, "class", b.errors > 0 || b.trouble === "failing" ? "is-bad" : "");
    setText(this.share, b.errorShare ? `5xx ${percent(b.errorShare)}` : "");
    setText(this.wait, milliseconds(b.answerMs ?? b.waitMs));
    setAttribute(this.wait, "class", b.trouble === "slow" ? "is-bad" : "");
    setText(this.pool, b.poolSize > 0 ? `${b.idle} of ${b.poolSize} idle` : "off");
    setText(this.reuse, `${b.reuse === null ? "" : `${percent(b.reuse)} reused`}${b.connects > 0 ? `, ${rate(b.connects)} opened/s` : ""}`);
  }
}

export function stateOf(b: Pick<Backend, "health" | "state" | "weight" | "inUse" | "failuresInRow" | "trouble">): { shape: Shape; word: string } {
  if (b.state === "maint") return { shape: "off", word: "Maintenance" };
  if (b.state === "drain") return { shape: "off", word: b.inUse > 0 ? "Draining" : "Drained" };
  if (b.health === "unhealthy") return { shape: "bad", word: "Unhealthy" };
  if (b.weight === 0) return { shape: "off", word: "Weight 0" };
  if (b.trouble === "failing") return { shape: "bad", word: "Failing" };
  if (b.trouble === "slow") return { shape: "warn", word: "Slow" };
  if (b.health === "unknown") return { shape: "unknown", word: "Unknown" };
  return b.failuresInRow > 0 ? { shape: "warn", word: "Shaky" } : { shape: "ok", word: "Healthy" };
}

function whyOf(b: Backend, now: string): string {
  const rest = !isUsable(b) && b.health !== "unhealthy" ? `${restReason(b)} · ` : "";
  if (!b.lastCheck) return `${rest}no check yet`;
  const failures = b.failuresInRow > 0 ? ` · ${b.health === "unhealthy" ? plural(b.failuresInRow, "failure") : `${b.failuresInRow} of ${b.failureThreshold} failures`} in a row` : "";
  const reason = reasonBesideCheck(b);
  return `${rest}${reason ? `${reason} · last check: ` : ""}${b.lastCheckOutcome ?? "checked"}, ${agoOf(b.lastCheck, now)}${failures}`;
}

/** Live traffic may find a backend dead before the next check does: then the last check tells only half of it. */
export function reasonBesideCheck(b: Backend): string | null {
  return b.health === "unhealthy" && b.healthReason !== b.lastCheckOutcome ? b.healthReason : null;
}

function cell(label: string, ...children: (Node | string)[]): HTMLTableCellElement {
  return el("td", { role: "cell", "data-label": label }, ...children);
}
