// The error codes in plain words, each with what to do about it.

export interface Explanation {
  what: string;
  todo: string;
}

const EXPLANATIONS: Record<string, Explanation> = {
  destination_unavailable: {
    what: "no backend was usable",
    todo: "Start a backend of the cluster, or make one ready again.",
  },
  connection_refused: {
    what: "no backend could be connected to",
    todo: "See that the server runs and listens at the configured address.",
  },
  connection_terminated: {
    what: "a backend hung up before it answered",
    todo: "Look into the backend's log for crashes; its keep-alive time should be longer than connectionIdleTimeout.",
  },
  connection_timeout: {
    what: "connecting to a backend took too long",
    todo: "Look for a firewall that drops packets, or a backend whose accept queue is full.",
  },
  http_response_timeout: {
    what: "a backend took too long to answer",
    todo: "Find the slow requests below; raise responseTimeout only if they have a right to be slow.",
  },
  http_response_incomplete: {
    what: "a backend cut its answer short",
    todo: "Look into the backend's log for crashes and restarts.",
  },
  http_protocol_error: {
    what: "a backend did not speak HTTP",
    todo: "See that the address belongs to an HTTP/1.1 server without TLS.",
  },
  http_request_error: {
    what: "a client's request was malformed or too large",
    todo: "Clients or scanners send it; the failures below say what was wrong.",
  },
  client_header_timeout: {
    what: "a client was too slow to send its request",
    todo: "Usually slow networks or scanners; clientHeaderTimeout is the limit.",
  },
  no_route: {
    what: "no route matched",
    todo: "Add a route for the host and path, or a last route without conditions.",
  },
  connection_limit_reached: {
    what: "every backend was at its connection limit",
    todo: "Add backends, or raise maxConnections, maxQueue or queueTimeout.",
  },
  loop_detected: {
    what: "a backend led back to this listener",
    todo: "Look where the cluster's addresses lead: another balancer, a virtual address, a name that resolves to this machine.",
  },
  internal_error: {
    what: "a defect of Weir ended a connection",
    todo: "The log's error event has the stack: please report it.",
  },
  client_disconnected: {
    what: "the client left before its answer",
    todo: "Normal in small numbers; many at once mean that answers take too long.",
  },
};

export const CODES = Object.keys(EXPLANATIONS);

export function explain(code: string): Explanation {
  return EXPLANATIONS[code] ?? { what: code.replaceAll("_", " "), todo: "" };
}
