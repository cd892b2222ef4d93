// The flight recorder: what failed lately, each with the steps that led there.
import { get } from "./api";
import { byId, el } from "./dom";
import { CODES, explain } from "./errors";
import { clock, milliseconds } from "./format";
import type { Failure, FailureStep } from "./model";

const SHOWN = 50;
const LEAST_MS = 2000;

const STEPS: Record<string, (s: FailureStep) => string> = {
  accepted: () => "first byte from the client",
  routed: (s) => `routed to cluster ${s.subject}`,
  queued: () => "waits: every usable backend is at its limit",
  reused: (s) => `takes a pooled connection to ${s.subject}`,
  connecting: (s) => `connects to ${s.subject}`,
  connected: (s) => `connected to ${s.subject}`,
  sent: (s) => `request sent to ${s.subject}`,
  responded: (s) => `${s.subject} answers ${s.status}`,
  backend_failed: (s) => `${s.subject}: ${s.error}, goes on`,
  failed: (s) => `gives up: ${s.error}`,
  answered: (s) => `client gets ${s.status}`,
  cut: () => "client's connection is reset",
};

export class Failures {
  private readonly list = byId("failures");
  private readonly code = byId<HTMLSelectElement>("code");
  private shown: Failure[] = [];
  private seenTotal = -1;
  private loadedAt = -LEAST_MS;
  private isLoading = false;

  constructor() {
    this.code.append(el("option", { value: "" }, "all"), ...CODES.map((c) => el("option", { value: c }, c)));
    this.code.addEventListener("change", () => void this.load().catch(() => {}));
    this.draw();
  }

  /** Looks for new ones when the count has moved; in a storm not at every event. */
  async refresh(total: number): Promise<void> {
    if (total !== this.seenTotal && !this.isLoading && performance.now() - this.loadedAt >= LEAST_MS) {
      await this.load();
      this.seenTotal = total;
    }
  }

  private async load(): Promise<void> {
    const code = this.code.value;
    this.isLoading = true;
    this.loadedAt = performance.now();
    try {
      const found = await get<Failure[]>(`failures?limit=${SHOWN}${code === "" ? "" : `&error=${code}`}`);
      if (code === this.code.value) {
        this.shown = found ?? [];
        this.draw();
      }
    } finally {
      this.isLoading = false;
    }
  }

  // Entries that stay keep their element, so that what is unfolded and focused stays so.
  private draw(): void {
    const kept = new Map([...this.list.children].map((e) => [(e as HTMLElement).dataset.number, e]));
    const items = this.shown.map((f) => kept.get(String(f.number)) ?? this.item(f));
    this.list.replaceChildren(...(items.length > 0 ? items : [el("li", { class: "muted" }, "None since the start.")]));
  }

  private item(f: Failure): HTMLElement {
    const request = f.method ? `${f.method} ${f.path}` : "tcp session or unread request";
    const facts: [string, string | null][] = [
      ["Cluster", f.cluster],
      ["Backend", f.backend],
      ["Listener", f.listener],
      ["Client", f.client],
      ["Request id", f.requestId],
      ["Attempts", f.attempts > 0 ? String(f.attempts) : null],
    ];
    const { what, todo } = explain(f.error);
    return el(
      "li",
      { "data-number": f.number },
      el(
        "details",
        {},
        el(
          "summary",
          {},
          el("span", { class: "muted" }, clock(f.timestamp)),
          " ",
          el("code", { class: "code" }, f.error),
          f.status ? ` ${f.status} ` : " ",
          el("span", { class: "request" }, request),
        ),
        el("p", {}, f.detail === "" ? `${what}. ` : `${f.detail}. `, el("span", { class: "muted" }, todo)),
        el("ol", { class: "timeline", "aria-label": "What happened" }, ...f.steps.map((s) => step(s))),
        f.omittedSteps > 0 && el("p", { class: "muted" }, `${f.omittedSteps} steps in between are left out.`),
        f.unrecorded > 0 && el("p", { class: "muted" }, `${f.unrecorded} more with this code right before were counted, not recorded.`),
        el("dl", { class: "facts" }, ...facts.filter(([, v]) => v).map(([k, v]) => el("div", {}, el("dt", {}, k), el("dd", {}, v)))),
      ),
    );
  }
}

function step(s: FailureStep): HTMLElement {
  return el(
    "li",
    { "data-bad": s.error !== null || s.event === "cut" },
    el("span", { class: "at" }, milliseconds(s.atMs)),
    el("span", {}, STEPS[s.event]?.(s) ?? `${s.event} ${s.subject ?? ""}`),
  );
}
