// What the admin API says, as TypeScript sees it. The C# side is in Weir.Admin/Views.

export interface Latency {
  p50: number;
  p90: number;
  p99: number;
}

export interface Problem {
  severity: "error" | "warning" | "info";
  what: string;
  why: string;
  remedy: string;
}

export interface Listener {
  name: string;
  address: string;
  mode: "http" | "tcp";
  connections: number;
}

export interface Backend {
  cluster: string;
  address: string;
  health: "healthy" | "unhealthy" | "unknown";
  state: "ready" | "drain" | "maint";
  weight: number;
  inUse: number;
  idle: number;
  lastCheck: string | null;
  lastCheckOutcome: string | null;
  healthReason: string | null;
  failuresInRow: number;
  failureThreshold: number;
  maxConnections: number;
  poolSize: number;
  rate: number;
  errors: number;
  serverErrors: number;
  /** What live traffic shows and no check does. */
  trouble: "failing" | "slow" | null;
  errorShare: number | null;
  answerMs: number | null;
  reuse: number | null;
  connects: number;
  waitMs: number | null;
}

export interface Traffic {
  timestamp: string;
  state: "running" | "draining";
  uptimeSeconds: number;
  verdict: { ok: boolean; problems: Problem[] };
  activeConnections: number;
  waiting: number;
  listeners: Listener[];
  reloadsApplied: number;
  reloadsRejected: number;
  requests: number;
  classes: number[];
  failures: Record<string, number>;
  bytesIn: number;
  bytesOut: number;
  latency: Latency | null;
  totalFailures: number;
  clusters: ClusterFigures[];
  backends: Backend[];
}

/** What the whole has of it as well. */
export type ClusterFigures = { name: string } & Pick<Traffic, "requests" | "classes" | "failures" | "waiting" | "latency">;

export interface Change {
  timestamp: string;
  cluster: string;
  address: string;
  health: Backend["health"];
  state: Backend["state"];
  weight: number;
  reason: string | null;
}

/** What an operator did; a reload is of no backend. */
export interface Act {
  timestamp: string;
  who: string;
  what: "drain" | "ready" | "maint" | "weight" | "reload";
  reason: string;
  cluster?: string;
  backend?: string;
  weight?: number;
}

/** What charts show, of the whole or of one cluster. */
export interface Figures {
  intervalSeconds: number;
  time: number[];
  requests: number[];
  clientErrors: number[];
  serverErrors: number[];
  failures: number[];
  p50: (number | null)[];
  p90: (number | null)[];
  p99: (number | null)[];
}

export interface History extends Figures {
  activeConnections: number[];
  bytesIn: number[];
  bytesOut: number[];
  backendIntervalSeconds: number;
  backends: { cluster: string; address: string; rate: (number | null)[]; errors: (number | null)[] }[];
  reloads: { time: number; result: "applied" | "rejected" }[];
  changes: Change[];
  operatorActs: Act[];
}

export interface FailureStep {
  atMs: number;
  event: string;
  subject: string | null;
  error: string | null;
  status: number | null;
}

export interface Failure {
  number: number;
  timestamp: string;
  error: string;
  detail: string;
  status: number | null;
  listener: string;
  route: string | null;
  cluster: string | null;
  backend: string | null;
  client: string;
  method: string | null;
  host: string | null;
  path: string | null;
  requestId: string | null;
  connectionId: number;
  attempts: number;
  durationMs: number;
  steps: FailureStep[];
  omittedSteps: number;
  unrecorded: number;
}

export interface Status {
  version: string;
  engine: string;
  workers: number;
  pid: number;
  listeners: Listener[];
  clusters: { name: string; algorithm: string }[];
}

export interface ConfigValue {
  path: string;
  value: string;
  origin: string;
  line: number | null;
}

/** A backend is known by these two across events. */
export function keyOf(b: { cluster: string; address: string }): string {
  return `${b.cluster}\n${b.address}`;
}

/** The figures of one cluster in the form of the whole; connections of clients are of no cluster, those to its backends stand in for them. */
export function of(traffic: Traffic, cluster: string): Traffic {
  const own = traffic.clusters.find((c) => c.name === cluster);
  if (!own) return traffic;
  const backends = traffic.backends.filter((b) => b.cluster === cluster);
  const { requests, classes, failures, waiting, latency } = own;
  return { ...traffic, requests, classes, failures, waiting, latency, backends, activeConnections: backends.reduce((sum, b) => sum + b.inUse, 0) };
}

export function isUsable(b: Backend): boolean {
  return b.health !== "unhealthy" && b.state === "ready" && b.weight > 0;
}
