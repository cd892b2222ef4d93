// Judges what the figures mean: what is wrong, the worst first, and what to do. Pure: figures in, findings out.
import { explain, remedyForCheck } from "./errors";
import { agoOf, percent, plural, rate } from "./format";
import { type Backend, type Traffic, isUsable } from "./model";

export type Severity = "bad" | "warn" | "note";

export interface Finding {
  severity: Severity;
  title: string;
  detail: string;
  todo: string;
}

export interface Verdict {
  headline: string;
  severity: Severity | "ok";
  findings: Finding[];
}

// Above this share of failed requests something is wrong with the service, not with single clients.
const FAILURE_SHARE = 0.01;
// One cluster's backends are listed one by one up to this many.
const LISTED = 4;
// The client's own doing: worth counting, not worth an alarm.
const CLIENT_CODES = new Set(["client_disconnected", "http_request_error", "client_header_timeout", "no_route"]);

export function judge(traffic: Traffic): Verdict {
  const findings = [
    ...[...byCluster(traffic.backends)].flatMap(([name, backends]) => judgeCluster(name, backends, traffic.timestamp)),
    ...judgeFailures(traffic),
  ];
  if (traffic.state === "draining") {
    findings.push({
      severity: "warn",
      title: "Weir is draining",
      detail: "It was told to stop: it takes no new connections and ends when the last one has.",
      todo: "",
    });
  }
  const order: Severity[] = ["bad", "warn", "note"];
  findings.sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  return { headline: headline(traffic, findings), severity: findings[0]?.severity ?? "ok", findings };
}

export function byCluster(backends: Backend[]): Map<string, Backend[]> {
  const clusters = new Map<string, Backend[]>();
  for (const backend of backends) {
    const list = clusters.get(backend.cluster);
    if (list) list.push(backend);
    else clusters.set(backend.cluster, [backend]);
  }
  return clusters;
}

function headline(traffic: Traffic, findings: Finding[]): string {
  const usable = traffic.backends.filter(isUsable).length;
  const all = plural(traffic.backends.length, "backend");
  const inService = usable === traffic.backends.length ? `${all} in service` : `${usable} of ${all} in service`;
  const alarms = findings.filter((f) => f.severity !== "note");
  const worst = alarms.filter((f) => f.severity === "bad");
  if (worst.length > 0) {
    return worst[0]!.title + (worst.length > 1 ? `, and ${worst.length - 1} more` : "");
  }
  return alarms.length > 0 ? `${inService}: ${alarms.length === 1 ? "one thing needs" : `${alarms.length} things need`} attention` : `All is well: ${inService}`;
}

function judgeCluster(name: string, backends: Backend[], now: string): Finding[] {
  const findings: Finding[] = [];
  const usable = backends.filter(isUsable);
  const sick = backends.filter((b) => b.health === "unhealthy" && b.state === "ready");
  const resting = backends.filter((b) => b.state !== "ready" || b.weight === 0);
  if (usable.length === 0) {
    findings.push({
      severity: "bad",
      title: `Cluster ${name} has no usable backend`,
      detail: "Its clients get 503 (destination_unavailable), unless whenAllUnhealthy is failOpen.",
      todo: resting.length > 0 ? "Make one ready again, or start one that is down." : "Start one of its backends; checks notice by themselves.",
    });
  }
  if (sick.length > LISTED) {
    findings.push({
      severity: "warn",
      title: `${sick.length} of ${plural(backends.length, "backend")} in ${name} are unhealthy`,
      detail: mostCommon(sick.map((b) => b.healthReason ?? b.lastCheckOutcome ?? "no check yet")),
      todo: "Filter the list below by “Needs attention”.",
    });
  } else {
    findings.push(...sick.map((b) => judgeSick(b, now)));
  }
  if (usable.length > 0 && usable.every((b) => b.maxConnections > 0 && b.inUse >= b.maxConnections)) {
    findings.push({
      severity: "warn",
      title: `Cluster ${name} is at its connection limit`,
      detail: "New requests wait in its queue.",
      todo: explain("connection_limit_reached").todo,
    });
  }
  if (resting.length > 0) {
    findings.push({
      severity: "note",
      title: `${plural(resting.length, "backend")} of ${name} out of service by choice`,
      detail: resting.slice(0, LISTED).map((b) => `${b.address} (${restReason(b)})`).join(", ") + (resting.length > LISTED ? " …" : ""),
      todo: "",
    });
  }
  return findings;
}

export function restReason(b: Backend): string {
  if (b.state === "maint") return "maintenance";
  if (b.state === "drain") return b.inUse > 0 ? `draining, ${b.inUse} left` : "drained";
  return "weight 0";
}

function judgeSick(b: Backend, now: string): Finding {
  const checked = b.lastCheck ? `, ${agoOf(b.lastCheck, now)}` : "";
  return {
    severity: "warn",
    title: `${b.cluster} / ${b.address} is unhealthy`,
    detail: `${b.healthReason ? `Why: ${b.healthReason}. ` : ""}Last check: ${b.lastCheckOutcome ?? "none yet"}${checked}; ${plural(b.failuresInRow, "failure")} in a row.`,
    todo: remedyForCheck(b.healthReason ?? b.lastCheckOutcome, b.address),
  };
}

function judgeFailures(traffic: Traffic): Finding[] {
  const ours = Object.entries(traffic.failures).filter(([code]) => !CLIENT_CODES.has(code));
  const sum = ours.reduce((total, [, n]) => total + n, 0);
  const share = sum / Math.max(sum, traffic.requests);
  if (sum === 0 || share < FAILURE_SHARE) {
    return [];
  }
  const [code] = ours.reduce((a, b) => (b[1] > a[1] ? b : a));
  const { what, todo } = explain(code);
  return [
    {
      severity: share > 0.5 ? "bad" : "warn",
      title: `${percent(share)} of requests fail`,
      detail: `${rate(sum)} a second, mostly ${code}: ${what}.`,
      todo,
    },
  ];
}

function mostCommon(texts: string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const [text, n] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a));
  return n === texts.length ? `All alike: ${text}.` : `Most often: ${text} (${n} of ${texts.length}).`;
}
