// Failures that are one failure, many times. Pure.
import type { Failure } from "./model";

export interface FailureGroup {
  key: string;
  cluster: string | null;
  backend: string | null;
  error: string;
  /** Those that were counted and not recorded included. */
  count: number;
  newest: Failure;
  failures: Failure[];
}

/** By cluster, backend and code, the most recent group first; failures come newest first. */
export function group(failures: Failure[]): FailureGroup[] {
  const groups = new Map<string, FailureGroup>();
  for (const failure of failures) {
    const key = [failure.cluster, failure.backend, failure.error].join("\n");
    const found = groups.get(key);
    if (found) {
      found.failures.push(failure);
      found.count += 1 + failure.unrecorded;
    } else {
      const { cluster, backend, error } = failure;
      groups.set(key, { key, cluster, backend, error, count: 1 + failure.unrecorded, newest: failure, failures: [failure] });
    }
  }
  return [...groups.values()];
}
