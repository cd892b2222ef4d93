// Joins the parts of the dashboard: what the event stream tells goes to each of them.
import "./style.css";
import { follow, get } from "./api";
import { Backends } from "./backends";
import { Changes } from "./changes";
import { ClusterChoice } from "./choice";
import { Charts } from "./charts";
import { Config } from "./config";
import { byId, setText } from "./dom";
import { showDoctor } from "./doctor";
import { Failures } from "./failures";
import { showLost, showVerdict } from "./findings";
import { age, clock } from "./format";
import { showListeners } from "./listeners";
import { Manage } from "./manage";
import { type Figures, type History, type Status, type Traffic, of } from "./model";
import { Tiles } from "./tiles";
import { judge } from "./verdict";

const DOCTOR_MS = 60_000;

let status: Status | null = null;
let last: Traffic | null = null;
let needsHistory = true;

const tiles = new Tiles();
const charts = new Charts();
const manage = new Manage();
const backends = new Backends((b) => manage.open(b));
const failures = new Failures();
const changes = new Changes();
const clusters = new ClusterChoice((name) => {
  [backends, failures, changes, charts].forEach((part) => part.choose(name));
  if (last) {
    showTiles(last);
    reload();
  }
});
new Config();

follow({
  onTraffic(traffic) {
    if (last && (traffic.reloadsApplied > last.reloadsApplied || traffic.reloadsRejected > last.reloadsRejected)) {
      charts.markReload(traffic.timestamp, traffic.reloadsApplied > last.reloadsApplied ? "reload" : "reload rejected");
      needsHistory = true;
    }
    // After a restart, or after time without a link, what is on the page has a gap.
    if (last && traffic.uptimeSeconds < last.uptimeSeconds) needsHistory = true;
    last = traffic;
    showAbout(traffic);
    showVerdict(judge(traffic));
    showListeners(traffic.listeners);
    clusters.offer(traffic);
    showTiles(traffic);
    backends.update(traffic);
    if (needsHistory) {
      reload();
    } else {
      charts.add(traffic);
    }
    void failures.refresh(traffic.totalFailures).catch(() => {});
  },
  onChange(change) {
    changes.add(change);
    charts.markChange(change);
  },
  onAct(act) {
    changes.addAct(act);
    charts.markAct(act);
  },
  onLink(isLive) {
    document.body.classList.toggle("is-stale", !isLive);
    setText(byId("link-text"), isLive ? "Live" : last ? `No connection, trying again. Figures are from ${clock(last.timestamp)}` : "No connection, trying again…");
    if (!isLive) {
      needsHistory = true;
      showLost(last ? `No connection to Weir since ${clock(last.timestamp)}: the figures are from then` : "No connection to Weir");
    }
  },
});

function showTiles(traffic: Traffic): void {
  tiles.show(of(traffic, clusters.chosen), clusters.chosen !== "");
}

function reload(): void {
  needsHistory = false;
  void load().catch(() => (needsHistory = true));
}

async function load(): Promise<void> {
  const cluster = clusters.chosen;
  const [history, own, told] = await Promise.all([
    get<History>("history"),
    cluster === "" ? null : get<Figures>(`clusters/${encodeURIComponent(cluster)}/history`),
    get<Status>("status"),
  ]);
  status = told;
  tiles.isTcpOnly = told?.listeners.every((l) => l.mode === "tcp") ?? false;
  if (history) {
    // Another one may have been chosen meanwhile, and is on its way then.
    if (cluster === clusters.chosen) charts.load(history, own ?? history);
    backends.loadHistory(history);
    changes.load(history.changes, history.operatorActs);
  }
  await showDoctor();
}

setInterval(() => void showDoctor().catch(() => {}), DOCTOR_MS);

function showAbout(traffic: Traffic): void {
  if (status) {
    setText(byId("about"), `${status.version} · ${status.engine} · ${status.workers} workers · up ${age(traffic.uptimeSeconds)}`);
  }
  document.title = `${judge(traffic).severity === "ok" ? "" : "⚠ "}Weir`;
}

// "/" goes to the filter, as in many tools; not while something is being typed.
document.addEventListener("keydown", (event) => {
  const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
  if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    byId("find").focus();
  }
});
