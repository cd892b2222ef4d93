// What operators did, in words, and which changes of backends are told by that. Pure.
import type { Act, Change } from "./model";

// An act is noted right before its effect.
const EFFECT_MS = 1000;

export function placeOf(act: Act): string {
  return act.backend ? `${act.cluster} / ${act.backend}` : "Configuration";
}

/** "weight 3 by 127.0.0.1:40112 uid=1000: why". */
export function actText(act: Act): string {
  const what = act.what === "weight" ? `weight ${act.weight}` : act.what === "maint" ? "maintenance" : act.what;
  // A dash stands where no user was named.
  return `${what} by ${act.who.replace(/ -(?= |$)/, "")}${act.reason === "" ? "" : `: ${act.reason}`}`;
}

/** Whether a change of a backend says nothing beyond the act that made it. */
export function isEffect(change: Change, act: Act): boolean {
  const delay = Date.parse(change.timestamp) - Date.parse(act.timestamp);
  const isOfIt = change.cluster === act.cluster && change.address === act.backend && delay >= 0 && delay <= EFFECT_MS;
  return isOfIt && change.reason === null && (act.what === "weight" ? change.weight === act.weight : change.state === act.what);
}
