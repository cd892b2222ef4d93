// The flight recorder: what failed lately, those that are alike together, each with the steps that led there.
import { get } from "./api";
import { byId, el } from "./dom";
import { CODES, explain } from "./errors";
import { clock, milliseconds } from "./format";
import { type FailureGroup, group } from "./grouping";
import type { Failure, FailureStep } from "./model";

// Kept by the server: so many of each code.
const SHOWN = 400;
// Of one group, the newest.
const SHOWN_OF_GROUP = 10;
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
  private readonly groups = new Map<string, HTMLElement>();
  private shown: Failure[] = [];
  private cluster = "";
  private seenTotal = -1;
  private loadedAt = -LEAST_MS;
  private isLoading = false;

  constructor() {
    this.code.append(el("option", { value: "" }, "all"), ...CODES.map((c) => el("option", { value: c }, c)));
    this.code.addEventListener("change", () => void this.load().catch(() => {}));
    this.draw();
  }

  choose(cluster: string): void {
    this.cluster = cluster;
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

  // Groups and entries that stay keep their element, so that what is unfolded and focused stays so.
  private draw(): void {
    const groups = group(this.shown.filter((f) => this.cluster === "" || f.cluster === this.cluster));
    const items = groups.map((g) => this.groupItem(g));
    const keys = new Set(groups.map((g) => g.key));
    for (const key of this.groups.keys()) {
      if (!keys.has(key)) this.groups.delete(key);
    }
    const wanted = items.length > 0 ? items : [el("li", { class: "muted" }, "None since the start.")];
    if (wanted.length !== this.list.children.length || wanted.some((item, i) => this.list.children[i] !== item)) {
      this.list.replaceChildren(...wanted);
    }
  }

  private groupItem(g: FailureGroup): HTMLElement {
    let item = this.groups.get(g.key);
    if (!item) {
      item = el("li", { class: "group" }, el("details", {}, el("summary"), el("p", { class: "muted" }, explain(g.error).todo), el("ol", { class: "entries" })));
      this.groups.set(g.key, item);
    }
    const place = g.backend ? `${g.cluster} → ${g.backend}` : (g.cluster ?? `listener ${g.newest.listener}`);
    const text = `${place}\n${g.count}\n${g.newest.timestamp}`;
    if (item.dataset.text !== text) {
      item.dataset.text = text;
      item.querySelector("summary")!.replaceChildren(
        el("strong", {}, place),
        " ",
        el("code", { class: "code" }, g.error),
        ` ×${g.count.toLocaleString("en")} `,
        el("span", { class: "muted" }, `${explain(g.error).what}; last ${clock(g.newest.timestamp)}`),
      );
      const entries = item.querySelector("ol")!;
      const kept = new Map([...entries.children].map((e) => [(e as HTMLElement).dataset.number, e]));
      entries.replaceChildren(...g.failures.slice(0, SHOWN_OF_GROUP).map((f) => kept.get(String(f.number)) ?? this.item(f)));
    }
    return item;
  }

  private item(f: Failure): HTMLElement {
    const request = f.method ? `${f.method} ${f.path}` : "tcp session or unread request";
    const facts: [string, string | null][] = [
      ["Cluster", f.cluster],
      ["Backend", f.backend],
      ["Listener", f.listener],
      ["Client", f.client],
      ["Host", f.host],
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
