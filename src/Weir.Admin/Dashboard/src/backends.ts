// The list of backends by cluster: filtered, sorted, and folded where there are many.
import { byId, el, setAttribute, setText } from "./dom";
import { plural, rate } from "./format";
import { type Backend, type History, type Traffic, isUsable, keyOf } from "./model";
import { COLUMNS, Row, stateOf } from "./row";
import { byCluster } from "./verdict";

// Beyond this many rows only clusters with something wrong start unfolded.
const MANY = 40;
// Healthy backends of one cluster that are shown without being asked for.
const HEALTHY_SHOWN = 12;

const SHOW: Record<string, (b: Backend) => boolean> = {
  "All": () => true,
  "Needs attention": (b) => ["bad", "warn"].includes(stateOf(b).shape) || b.errors > 0,
  "In service": isUsable,
  "Out of service": (b) => !isUsable(b),
};

const SORT: Record<string, (a: Backend, b: Backend) => number> = {
  "Worst first": (a, b) => badness(b) - badness(a) || b.errors - a.errors,
  "As configured": () => 0,
  "Busiest first": (a, b) => b.rate - a.rate || b.inUse - a.inUse,
  "Slowest first": (a, b) => (b.waitMs ?? -1) - (a.waitMs ?? -1),
  "By address": (a, b) => a.address.localeCompare(b.address, "en", { numeric: true }),
};

interface Group {
  details: HTMLDetailsElement;
  summary: HTMLElement;
  body: HTMLTableSectionElement;
  more: HTMLButtonElement;
  isWhole: boolean;
  isBad: boolean;
}

export class Backends {
  private readonly rows = new Map<string, Row>();
  private readonly groups = new Map<string, Group>();
  private readonly find = byId<HTMLInputElement>("find");
  private readonly show = byId<HTMLSelectElement>("show");
  private readonly sort = byId<HTMLSelectElement>("sort");
  private traffic: Traffic | null = null;
  private cluster = "";
  private sparkSeconds = 0;

  constructor(private readonly onManage: (backend: Backend) => void) {
    this.show.append(...Object.keys(SHOW).map((name) => el("option", {}, name)));
    this.sort.append(...Object.keys(SORT).map((name) => el("option", {}, name)));
    this.find.addEventListener("input", () => this.arrange());
    this.show.addEventListener("change", () => this.arrange());
    this.sort.addEventListener("change", () => this.arrange());
  }

  choose(cluster: string): void {
    this.cluster = cluster;
    this.arrange();
  }

  loadHistory(history: History): void {
    for (const b of history.backends) {
      this.rows.get(keyOf(b))?.spark.load(b.rate, b.errors);
    }
  }

  update(traffic: Traffic): void {
    this.traffic = traffic;
    const addsSpark = ++this.sparkSeconds % 30 === 0;
    const seen = new Set<string>();
    for (const backend of traffic.backends) {
      const key = keyOf(backend);
      seen.add(key);
      let row = this.rows.get(key);
      if (!row) {
        row = new Row(backend, this.onManage);
        this.rows.set(key, row);
      }
      row.show(backend, traffic.timestamp);
      if (addsSpark) row.spark.add(backend.rate, backend.errors);
    }
    for (const [key, row] of this.rows) {
      if (!seen.has(key)) {
        row.element.remove();
        this.rows.delete(key);
      }
    }
    this.arrange();
  }

  // Rows and clusters move only where their order has changed; one that moves loses the focus that is in it, and gets it back.
  private arrange(): void {
    const focused = document.activeElement;
    this.place();
    if (focused instanceof HTMLElement && focused !== document.activeElement && byId("clusters").contains(focused)) {
      focused.focus({ preventScroll: true });
    }
  }

  private place(): void {
    if (!this.traffic) return;
    const text = this.find.value.trim().toLowerCase();
    const isShown = SHOW[this.show.value]!;
    const compare = SORT[this.sort.value]!;
    const clusters = byCluster(this.traffic.backends);
    let shown = 0;
    for (const [name, backends] of clusters) {
      const group = this.group(name);
      const listed = backends
        .filter((b) => (this.cluster === "" || name === this.cluster) && isShown(b) && (text === "" || `${b.cluster} ${b.address}`.toLowerCase().includes(text)))
        .sort(compare);
      shown += listed.length;
      this.fill(group, this.fold(group, listed, text !== ""));
      this.head(group, name, backends);
    }
    this.order(clusters, compare);
    for (const [name, group] of this.groups) {
      if (!clusters.has(name)) {
        group.details.remove();
        this.groups.delete(name);
      }
    }
    const all = this.traffic.backends.length;
    setText(byId("shown"), shown === all ? `${plural(all, "backend")} in ${plural(clusters.size, "cluster")}` : `${shown} of ${plural(all, "backend")} shown`);
  }

  // Clusters follow the worst of their backends where rows do; else they stay as configured.
  private order(clusters: Map<string, Backend[]>, compare: (a: Backend, b: Backend) => number): void {
    const worst = (backends: Backend[]): number => (compare === SORT["Worst first"] ? Math.max(...backends.map(badness)) : 0);
    const names = [...clusters.keys()].sort((a, b) => worst(clusters.get(b)!) - worst(clusters.get(a)!));
    const holder = byId("clusters");
    names.forEach((name, i) => {
      const { details } = this.groups.get(name)!;
      if (holder.children[i] !== details) holder.insertBefore(details, holder.children[i] ?? null);
    });
  }

  // Who looks for something sees all that was found; else the healthy ones beyond some wait behind a button.
  private fold(group: Group, listed: Backend[], isAsked: boolean): Backend[] {
    let healthy = 0;
    const first = listed.filter((b) => stateOf(b).shape !== "ok" || ++healthy <= HEALTHY_SHOWN);
    const left = listed.length - first.length;
    group.more.hidden = isAsked || healthy <= HEALTHY_SHOWN;
    setText(group.more, group.isWhole ? "Show fewer" : `Show ${left} more healthy ones`);
    setAttribute(group.more, "aria-expanded", String(group.isWhole));
    return isAsked || group.isWhole ? listed : first;
  }

  private fill(group: Group, listed: Backend[]): void {
    const wanted = listed.map((b) => this.rows.get(keyOf(b))!.element);
    wanted.forEach((row, i) => {
      if (group.body.children[i] !== row) group.body.insertBefore(row, group.body.children[i] ?? null);
    });
    while (group.body.children.length > wanted.length) group.body.lastElementChild!.remove();
    group.details.hidden = listed.length === 0;
  }

  private head(group: Group, name: string, backends: Backend[]): void {
    const usable = backends.filter(isUsable).length;
    const total = backends.reduce((sum, b) => sum + b.rate, 0);
    const isBad = backends.some((b) => stateOf(b).shape === "bad");
    // What has gone wrong is to be seen; who folds it again is left in peace until more goes wrong.
    if (isBad && !group.isBad) group.details.open = true;
    group.isBad = isBad;
    setText(group.summary, `${name}: ${usable} of ${backends.length} usable, ${rate(total)}/s`);
    group.details.dataset.mood = usable === 0 ? "bad" : isBad ? "warn" : "";
  }

  private group(name: string): Group {
    let group = this.groups.get(name);
    if (!group) {
      const rows = [...byCluster(this.traffic?.backends ?? []).values()].reduce((sum, all) => sum + Math.min(all.length, HEALTHY_SHOWN), 0);
      const isOpen = rows <= MANY;
      const summary = el("h3", {});
      const body = el("tbody", { role: "rowgroup" });
      const heads = COLUMNS.map((c) => el("th", { scope: "col", role: "columnheader" }, c));
      const table = el(
        "table",
        { role: "table", "aria-label": `Backends of cluster ${name}` },
        el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, ...heads)),
        body,
      );
      const more = el("button", { type: "button", class: "quiet more" });
      const details = el("details", { class: "cluster", open: isOpen }, el("summary", {}, summary), table, more);
      byId("clusters").append(details);
      const made: Group = { details, summary, body, more, isWhole: false, isBad: false };
      more.addEventListener("click", () => {
        made.isWhole = !made.isWhole;
        this.arrange();
      });
      group = made;
      this.groups.set(name, group);
    }
    return group;
  }
}

function badness(b: Backend): number {
  return { bad: 4, warn: 3, off: 2, act: 2, unknown: 1, ok: 0 }[stateOf(b).shape];
}
