// What a test of the dashboard looks at: a real Weir before small backends, with a little traffic. Everything on free loopback ports.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { Agent, createServer, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

// The program named by WEIR_PROGRAM, else the Debug build.
const COMMAND = process.env.WEIR_PROGRAM
  ? [process.env.WEIR_PROGRAM]
  : ["dotnet", fileURLToPath(new URL("../../../src/Weir/bin/Debug/net10.0/weir.dll", import.meta.url))];
const agent = new Agent({ keepAlive: true, maxSockets: 8 });

/** A backend that can be killed and comes back on the same port. */
export class Backend {
  #server;
  port = 0;

  static async start(answer = (_, response) => response.end("ok")) {
    const backend = new Backend();
    backend.answer = answer;
    await backend.listen();
    return backend;
  }

  get address() {
    return `127.0.0.1:${this.port}`;
  }

  async listen() {
    this.#server = createServer((req, res) => this.answer(req, res));
    this.#server.keepAliveTimeout = 60_000;
    this.#server.listen(this.port, "127.0.0.1");
    await once(this.#server, "listening");
    this.port = this.#server.address().port;
  }

  async kill() {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

/** A running Weir; `ports` are those it got, by listener's name. */
export class Weir {
  ports = {};
  #process;

  static async start(config) {
    const weir = new Weir();
    weir.folder = await mkdtemp(join(tmpdir(), "weir-browser-"));
    weir.file = join(weir.folder, "weir.json");
    await writeFile(weir.file, JSON.stringify(config, null, 2));
    await weir.run();
    return weir;
  }

  get url() {
    return `http://127.0.0.1:${this.ports.admin}/`;
  }

  /** Runs, on the ports of before if it ran already. */
  async run() {
    const sets = this.ports.admin ? ["--set", `admin.address=127.0.0.1:${this.ports.admin}`] : [];
    this.#process = spawn(COMMAND[0], [...COMMAND.slice(1), "run", "-c", this.file, ...sets], { stdio: ["ignore", "pipe", "inherit"] });
    // Read to its end: a log that nobody reads is a problem that the page tells.
    await new Promise((resolve, reject) => {
      let text = "";
      let isListening = false;
      this.#process.stdout.on("data", (chunk) => {
        if (isListening) return;
        text += chunk;
        for (const line of text.split("\n").filter((l) => l.endsWith("}"))) {
          const event = JSON.parse(line);
          if (event.event === "listening") this.ports[event.listener] = event.port;
        }
        isListening = /"listener":"admin"/.test(text) && Object.keys(this.ports).length > 1;
        if (isListening) resolve();
      });
      this.#process.stdout.on("end", () => reject(new Error(`weir did not start: ${text}`)));
    });
  }

  async stop(signal = "SIGKILL") {
    if (this.#process?.exitCode === null) {
      const ended = once(this.#process, "exit");
      this.#process.kill(signal);
      await ended;
    }
  }

  async dispose() {
    await this.stop();
    await rm(this.folder, { recursive: true });
  }

  async api(path) {
    return (await fetch(this.url + "api/v1/" + path)).json();
  }

  /** One request through a listener: status and headers. */
  ask(listener = "default", path = "/", headers = {}) {
    return new Promise((resolve) => {
      const sent = request({ host: "127.0.0.1", port: this.ports[listener], path, agent, headers }, (response) => {
        response.resume();
        response.on("end", () => resolve({ status: response.statusCode, headers: response.headers }));
        response.on("error", () => resolve({ status: 0, headers: {} }));
      });
      sent.on("error", () => resolve({ status: 0, headers: {} }));
      sent.end();
    });
  }
}

/** Sends a request every few milliseconds until it is told to stop. */
export function traffic(weir, everyMs = 10, listener = "default") {
  const timer = setInterval(() => void weir.ask(listener, "/cart"), everyMs);
  return () => clearInterval(timer);
}
