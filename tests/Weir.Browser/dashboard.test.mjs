// The dashboard before a running Weir: it is live, says what is wrong, does what it is told, and everybody can use it.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { isLive, launch, open, row, violations } from "./lib/browser.mjs";
import { Backend, Weir, traffic } from "./lib/world.mjs";

let browser;
let weir;
let backends;
let stopTraffic;
let page;

before(async () => {
  backends = await Promise.all([Backend.start(), Backend.start(), Backend.start()]);
  weir = await Weir.start({
    listeners: [{ name: "default", address: "127.0.0.1:0", mode: "http", routes: [{ host: "127.0.0.1", cluster: "shop" }] }],
    clusters: {
      shop: {
        backendCheckInterval: 0.5,
        backendFailureThreshold: 2,
        retries: 3,
        healthCheck: { type: "http", path: "/", timeout: 2 }, // longer than the interval: the doctor minds
        backends: backends.map((b) => ({ address: b.address })),
      },
      idle: { backends: [{ address: "127.0.0.1:9" }], healthCheck: { type: "none" } },
    },
    loadBalancer: { connectionPoolSize: 8 },
    admin: { address: "127.0.0.1:0" },
  });
  stopTraffic = traffic(weir);
  browser = await launch();
  page = await open(browser, weir.url);
  await isLive(page);
});

after(async () => {
  stopTraffic?.();
  await browser?.close();
  await weir?.dispose();
  await Promise.all((backends ?? []).map((b) => b.kill()));
});

test("numbers are live: they come in and go on moving", async () => {
  const requests = page.locator("#tile-requests");
  await page.waitForFunction(() => parseFloat(document.getElementById("tile-requests").textContent) > 10);
  const first = await requests.textContent();
  await page.waitForFunction((was) => document.getElementById("tile-requests").textContent !== was, first);
  for (const backend of backends) {
    await page.waitForFunction((a) => parseFloat(document.querySelector(`tr[data-backend="${a}"] [data-label=Rate]`).textContent) > 1, backend.address);
    await row(page, backend.address).getByText("Healthy", { exact: true }).waitFor();
    assert.match(await row(page, backend.address).textContent(), /answered 200 in .*reused/);
  }
  await page.getByRole("heading", { name: "All is well: 4 backends in service" }).waitFor();
});

test("the charts begin with the server's memory and say in words what they show", async () => {
  await page.reload();
  const chart = page.getByRole("img", { name: /^Requests per second, last 5 minutes\. Now: all \d/ });
  await chart.waitFor();
  await page.getByRole("button", { name: "1 h" }).click();
  await page.getByRole("img", { name: /^Requests per second, last 60 minutes/ }).waitFor();
  assert.equal(await page.getByRole("button", { name: "1 h" }).getAttribute("aria-pressed"), "true");
});

test("a killed backend turns unhealthy within its threshold, and the page says why and what to do", async () => {
  const victim = backends[1];
  const killedAt = Date.now();
  await victim.kill();
  await page.locator(`tr[data-backend="${victim.address}"][data-state=bad]`).waitFor();
  // Two failures, checks half a second apart, and a second until the next figures: five leave room for a slow machine.
  assert.ok(Date.now() - killedAt < 5000, `it took ${Date.now() - killedAt} ms`);
  assert.match(await row(page, victim.address).textContent(), /Unhealthy.*refused.*failures? in a row/s);
  await page.getByRole("heading", { name: "3 of 4 backends in service: one thing needs attention" }).waitFor();
  const verdict = page.locator("#verdict");
  assert.match(await verdict.textContent(), new RegExp(`${victim.address} is down`));
  assert.match(await verdict.textContent(), /nothing listens at .*start the server/s);
  await page.locator("#changes li", { hasText: victim.address }).filter({ hasText: "Unhealthy" }).first().waitFor();
  assert.deepEqual(await violations(page), []);

  await victim.listen();
  await page.locator(`tr[data-backend="${victim.address}"][data-state=ok]`).waitFor();
  await page.getByRole("heading", { name: "All is well: 4 backends in service" }).waitFor();
});

test("a backend is drained and made ready again by keyboard alone, and not before it was confirmed", async () => {
  const address = backends[0].address;
  const stateOf = async () => (await weir.api("clusters"))[0].backends.find((b) => b.address === address).state;
  await row(page, address).getByRole("button", { name: /Manage/ }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await tabTo("Drain…");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: `Drain: ${address}?` }).waitFor();
  assert.equal(await stateOf(), "ready");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  assert.equal(await stateOf(), "ready");

  await page.keyboard.press("Enter"); // focus is back where it came from
  await tabTo("Drain…");
  await page.keyboard.press("Enter");
  await tabTo("Drain");
  await page.keyboard.press("Enter");
  await row(page, address).getByText("Drained", { exact: true }).waitFor();
  assert.equal(await stateOf(), "drain");

  await page.keyboard.press("Enter");
  await tabTo("Ready…");
  await page.keyboard.press("Enter");
  await tabTo("Ready");
  await page.keyboard.press("Enter");
  await row(page, address).getByText("Healthy", { exact: true }).waitFor();
  assert.equal(await stateOf(), "ready");
});

test("a weight is set after it was confirmed, and one that is none is refused", async () => {
  const address = backends[2].address;
  await row(page, address).getByRole("button", { name: /Manage/ }).click();
  await page.getByLabel("New weight").fill("-1");
  await page.getByRole("button", { name: "Set weight…" }).click();
  await page.getByLabel("New weight").fill("3");
  await page.getByRole("button", { name: "Set weight…" }).click();
  await page.getByRole("button", { name: "Set weight", exact: true }).click();
  await row(page, address).getByText("weight 3").waitFor();
  await page.getByRole("dialog").waitFor({ state: "hidden" });
});

test("a failure is shown with its steps, under the id that the client was given", async () => {
  const { status, headers } = await weir.ask("default", "/nowhere?secret=1", { host: "elsewhere" });
  assert.equal(status, 404);
  const group = page.locator("#failures > li", { hasText: "no_route" });
  await group.locator("summary").first().click();
  assert.match(await group.locator("summary").first().textContent(), /listener default no_route ×\d+ .*last \d\d:\d\d:\d\d/);
  const failure = group.locator(".entries > li", { hasText: "/nowhere" }).first();
  await failure.locator("summary").click();
  const text = await failure.textContent();
  assert.ok(text.includes(headers["x-request-id"]), text);
  assert.match(text, /no_route.*first byte from the client.*gives up: no_route.*client gets 404/s);
  assert.ok(!text.includes("secret"), "a query is nobody's business");
  await page.getByLabel("Code").selectOption("client_header_timeout");
  await page.locator("#failures").getByText("None since the start").waitFor();
  await page.getByLabel("Code").selectOption("no_route");
  await page.locator("#failures .entries > li", { hasText: "/nowhere" }).first().waitFor({ state: "attached" });
});

test("a backend that answers errors while its check is green is called out, and counts as failing", async () => {
  const address = backends[1].address;
  const good = backends[1].answer;
  backends[1].answer = (request, response) => {
    response.statusCode = request.url === "/" ? 200 : 500; // the check asks for /
    response.end("no");
  };
  await row(page, address).getByText("Failing", { exact: true }).waitFor({ timeout: 60_000 });
  await page.getByRole("heading", { name: `shop: ${address} answers 5xx to` }).waitFor();
  await page.waitForFunction(() => parseFloat(document.getElementById("tile-errors").textContent) > 1);
  assert.match(await page.locator(".tile", { hasText: "Failing" }).textContent(), /mostly 5xx of backends/);
  backends[1].answer = good;
  await row(page, address).getByText("Healthy", { exact: true }).waitFor({ timeout: 60_000 });
});

test("listeners are shown with where they listen", async () => {
  await page.locator("#listeners li", { hasText: `127.0.0.1:${weir.ports.default}` }).getByText(/connections?$/).waitFor();
});

test("a file that is not in force is said at the top, and goes when it is good again", async () => {
  const good = await readFile(weir.file, "utf8");
  await writeFile(weir.file, good.replace('"retries"', '"retires"'));
  const finding = page.locator("#findings li", { hasText: "the file on disk is invalid since" });
  await finding.getByText(/weir\.json:\d+:\d+: error unknown-key.*a restart would fail/).waitFor();
  await writeFile(weir.file, good);
  await finding.waitFor({ state: "detached" });
});

test("values under the pointer are told, with the reloads that were there", async () => {
  const box = await page.locator(".chart-canvas").first().boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.locator(".chart .moment", { hasText: /^at \d\d:\d\d:\d\d/ }).first().waitFor();
  await page.mouse.move(0, 0);
});

test("a cluster is chosen: charts and tiles are its own, and the address keeps it", async () => {
  await page.locator("#cluster").selectOption("idle");
  assert.match(page.url(), /cluster=idle/);
  await page.getByRole("img", { name: /^Requests per second of idle, .*Now: all 0,/ }).waitFor();
  await page.getByRole("img", { name: /^Latency of idle, .*Now: p50 none,/ }).waitFor();
  await page.locator("#tile-requests", { hasText: /^0\/s$/ }).waitFor();
  await page.locator("#cluster").selectOption("shop");
  await page.getByRole("img", { name: /^Requests per second of shop, .*Now: all [1-9]/ }).waitFor();
  await page.waitForFunction(() => parseFloat(document.getElementById("tile-requests").textContent) > 1);
  await page.reload();
  await page.getByRole("img", { name: /^Requests per second of shop, .*Now: all [1-9]/ }).waitFor();
  assert.equal(await page.locator("#cluster").inputValue(), "shop");
  await page.locator("#cluster").selectOption("");
  assert.doesNotMatch(page.url(), /cluster/);
  await page.getByRole("img", { name: /^Requests per second, .*Now: all [1-9]/ }).waitFor();
});

test("what operators do is among the changes, with who and why, once", async () => {
  const { address } = backends[2];
  const order = (path, method, body) => fetch(`${weir.url}api/v1/${path}`, { method, body: JSON.stringify(body) });
  await order(`clusters/shop/backends/${address}/maint`, "POST", { reason: "new disk" });
  await row(page, address).getByText("Maintenance", { exact: true }).waitFor();
  const changes = page.locator("#changes li");
  await changes.filter({ hasText: /maintenance by 127\.0\.0\.1:\d+ uid=\d+: new disk/ }).waitFor();
  assert.equal(await changes.filter({ hasText: address }).filter({ hasText: /^\S+ \/ \S+Maintenance/ }).count(), 0, "its effect is told by it");
  await order(`clusters/shop/backends/${address}/ready`, "POST", {});
  await order("reload", "POST", { reason: "looks the same" });
  await changes.filter({ hasText: "Configuration" }).filter({ hasText: /reload by .*: looks the same/ }).waitFor();
  await page.reload();
  await changes.filter({ hasText: "new disk" }).waitFor();
  await row(page, address).getByText("Healthy", { exact: true }).waitFor();
});

test("links skip to the parts of the page", async () => {
  for (const name of ["verdict", "failures", "traffic", "backends"]) {
    const link = page.getByRole("link", { name: `Skip to ${name === "verdict" ? "the verdict" : name}` });
    const target = await link.getAttribute("href");
    assert.equal(await page.locator(target).count(), 1);
  }
});

test("the configuration tells where each value comes from", async () => {
  await page.getByText("Configuration in force").click();
  const from = (key) => page.locator("#config-body tr", { hasText: key }).last();
  await from("clusters.shop.retries").getByText(/^file, line \d+$/).waitFor();
  await from("clusters.shop.connectionPoolSize").getByText(/^loadBalancer, line \d+$/).waitFor();
  await from("clusters.shop.maxQueue").getByText("default").waitFor();
});

test("what the doctor minds is shown with its remedy", async () => {
  // Of a setting, not of what was counted lately: that may have changed since the page asked.
  const finding = (await weir.api("doctor")).findings.find((f) => f.code === "check-slower-than-interval");
  await page.locator("#advice li", { hasText: finding.message }).filter({ hasText: finding.remedy }).first().waitFor();
});

test("the link comes back by itself after a restart", async () => {
  await weir.stop();
  await page.getByText(/No connection, trying again/).waitFor();
  await page.getByRole("heading", { name: /No connection to Weir since .*figures are from then/ }).waitFor();
  await weir.run();
  await isLive(page);
  await page.waitForFunction(() => !document.body.classList.contains("is-stale"));
  page.errors = page.errors.filter((e) => !/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE/.test(e));
});

test("no rule of accessibility is broken: light, dark, narrow, with the dialog open", async () => {
  for (const options of [{ colorScheme: "light" }, { colorScheme: "dark" }, { colorScheme: "dark", viewport: { width: 390, height: 844 } }]) {
    const other = await open(browser, weir.url, options);
    await isLive(other);
    await row(other, backends[0].address).getByText("Healthy", { exact: true }).waitFor();
    assert.deepEqual(await violations(other), [], JSON.stringify(options));
    assert.ok(await other.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing is wider than the screen");
    await row(other, backends[0].address).getByRole("button", { name: /Manage/ }).click();
    assert.deepEqual(await violations(other), [], `dialog, ${JSON.stringify(options)}`);
    await other.context().close();
  }
});

// What the page shows until then is all that a browser on a slow way to it has for a while.
for (const held of ["events", "history", "doctor"]) {
  test(`no rule of accessibility is broken before ${held} is answered`, async () => {
    const other = await open(browser, "about:blank");
    await other.route(`**/api/v1/${held}*`, () => {});
    await other.goto(weir.url);
    if (held !== "events") await isLive(other);
    await other.getByRole("img", { name: /^Requests per second/ }).waitFor();
    assert.deepEqual(await violations(other), []);
    await other.context().close();
  });
}

test("nothing was asked of other servers and nothing went wrong on the page", () => {
  assert.deepEqual(page.foreign, []);
  assert.deepEqual(page.errors, []);
});

async function tabTo(name) {
  for (let i = 0; i < 12; i++) {
    if ((await page.evaluate(() => document.activeElement?.textContent)) === name) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`"${name}" is not reached by Tab`);
}
