// Puts the server's verdict into the page's words: it judges nothing itself. Pure: figures in, findings out.
import { plural } from "./format";
import { type Backend, type Problem, type Traffic, isUsable } from "./model";

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

export const SEVERITIES: Record<Problem["severity"], Severity> = { error: "bad", warning: "warn", info: "note" };

export function judge(traffic: Traffic): Verdict {
  const findings = traffic.verdict.problems.map((p): Finding => ({ severity: SEVERITIES[p.severity], title: p.what, detail: p.why, todo: p.remedy }));
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
    return worst[0]!.title + (alarms.length > 1 ? `, and ${alarms.length - 1} more` : "");
  }
  return alarms.length > 0 ? `${inService}: ${alarms.length === 1 ? "one thing needs" : `${alarms.length} things need`} attention` : `All is well: ${inService}`;
}

export function restReason(b: Backend): string {
  if (b.state === "maint") return "maintenance";
  if (b.state === "drain") return b.inUse > 0 ? `draining, ${b.inUse} left` : "drained";
  return "weight 0";
}
