// Shows clusters and totals. The event stream says when to look again; the API says what there is.
const body = document.getElementById("backends");
const summary = document.getElementById("summary");

function row(cluster, backend) {
  const tr = document.createElement("tr");
  const check = [backend.lastCheck, backend.lastCheckOutcome].filter(Boolean).join(" – ");
  const cells = [cluster.name, backend.address, backend.health, backend.state, backend.weight, backend.inUse, backend.idle, check];
  for (const text of cells) {
    const td = document.createElement("td");
    td.textContent = text;
    tr.append(td);
  }
  tr.cells[2].className = backend.health;
  return tr;
}

async function refresh() {
  try {
    const status = await (await fetch("api/v1/status")).json();
    body.replaceChildren(...status.clusters.flatMap((c) => c.backends.map((b) => row(c, b))));
    summary.textContent =
      `${status.version}, ${status.engine}, ${status.state}: ${status.activeConnections} connections, ` +
      `${status.totals.requests} requests, ${status.totals.failures} failures`;
  } catch {
    summary.textContent = "no answer from Weir";
  }
}

const events = new EventSource("api/v1/events");
events.addEventListener("metrics", refresh);
events.addEventListener("backend", refresh);
events.onerror = () => (summary.textContent = "connection lost, trying again…");
