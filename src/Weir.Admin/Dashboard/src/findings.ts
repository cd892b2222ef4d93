// Findings as a list: a sign, what is wrong, and what to do.
import { type Shape, byId, el, icon, setAttribute, setText } from "./dom";
import { glue } from "./format";
import type { Finding, Verdict } from "./verdict";

const SHAPES: Record<Finding["severity"], Shape> = { bad: "bad", warn: "warn", note: "off" };

export function list(findings: Finding[]): HTMLElement[] {
  return findings.map((f) =>
    el(
      "li",
      { class: `finding finding-${f.severity}` },
      icon(SHAPES[f.severity]),
      el("div", {}, el("strong", {}, glue(f.title)), f.detail && el("p", {}, glue(f.detail)), f.todo && el("p", { class: "todo" }, glue(f.todo))),
    ),
  );
}

let shown = "";

/** Draws anew only what has changed: a list that is read out or selected stays as it is. */
export function showVerdict(verdict: Verdict): void {
  setText(byId("headline"), verdict.headline);
  if (byId("verdict").dataset.severity !== verdict.severity) {
    setAttribute(byId("verdict"), "data-severity", verdict.severity);
    byId("sign").replaceChildren(icon(verdict.severity === "ok" || verdict.severity === "note" ? "ok" : SHAPES[verdict.severity]));
  }
  const now = JSON.stringify(verdict.findings);
  if (now !== shown) {
    shown = now;
    byId("findings").replaceChildren(...list(verdict.findings));
  }
}

/** Old figures must not look like good news. */
export function showLost(text: string): void {
  setText(byId("headline"), text);
  setAttribute(byId("verdict"), "data-severity", "lost");
  byId("sign").replaceChildren(icon("unknown"));
}
