// Speaks to the admin API. The browser adds the credentials that it was asked for, if any, to every request to this server.
import type { Act, Change, Traffic } from "./model";

/** A good answer's body; throws with what the server said otherwise. A missing endpoint (404) gives null. */
export async function get<T>(path: string): Promise<T | null> {
  const response = await fetch(`api/v1/${path}`, { cache: "no-store" });
  if (response.status === 404) {
    return null;
  }
  return (await read(response)) as T;
}

export async function send(method: "POST" | "PUT", path: string, body?: unknown): Promise<unknown> {
  return read(
    await fetch(`api/v1/${path}`, {
      method,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    }),
  );
}

async function read(response: Response): Promise<unknown> {
  if (response.status === 401) {
    throw new Error("the token is not accepted any more: load this page again and give the new one");
  }
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) {
    const detail = (body as { detail?: string } | null)?.detail;
    throw new Error(detail ?? `the server answers ${response.status}`);
  }
  return body;
}

export function pathOf(cluster: string, address: string): string {
  return `clusters/${encodeURIComponent(cluster)}/backends/${encodeURIComponent(address)}`;
}

export interface Listener {
  onTraffic(traffic: Traffic): void;
  onChange(change: Change): void;
  onAct(act: Act): void;
  /** Live or not; called on each change, and once more each second while it is not. */
  onLink(isLive: boolean): void;
}

const RETRY_MS = 2000;
// Traffic comes each second: five without any is a dead stream, whatever the socket says.
const SILENCE_MS = 5000;

/** Follows the event stream and comes back to it for as long as the page is open. */
export function follow(listener: Listener): void {
  let source: EventSource | null = null;
  let lastEventAt = performance.now();
  let isLive = false;

  const setLive = (live: boolean): void => {
    if (live !== isLive || !live) {
      isLive = live;
      listener.onLink(live);
    }
  };
  const open = (): void => {
    source?.close();
    lastEventAt = performance.now();
    source = new EventSource("api/v1/events?kinds=traffic,backend,operator");
    source.addEventListener("traffic", (e) => {
      lastEventAt = performance.now();
      setLive(true);
      listener.onTraffic(JSON.parse((e as MessageEvent<string>).data) as Traffic);
    });
    source.addEventListener("backend", (e) => {
      listener.onChange(JSON.parse((e as MessageEvent<string>).data) as Change);
    });
    source.addEventListener("operator", (e) => {
      listener.onAct(JSON.parse((e as MessageEvent<string>).data) as Act);
    });
    source.addEventListener("error", () => setLive(false));
  };

  open();
  setInterval(() => {
    // The browser gives up by itself on an answer that is no stream; a silent one it does not notice.
    const isSilent = performance.now() - lastEventAt > SILENCE_MS;
    if (isSilent || (source?.readyState === EventSource.CLOSED && !isLive)) {
      setLive(false);
      open();
    }
  }, RETRY_MS);
}
