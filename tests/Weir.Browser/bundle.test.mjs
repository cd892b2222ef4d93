// The dashboard that the product embeds is the one that its sources give, small enough, and free of type errors.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

test("the checked-in bundle is what the sources give, within its budget", async () => {
  const folder = fileURLToPath(new URL("../../src/Weir.Admin/Dashboard", import.meta.url));
  const [failure, text] = await new Promise((resolve) =>
    execFile("npm", ["run", "--silent", "check"], { cwd: folder }, (error, out, err) => resolve([error, out + err])),
  );
  assert.equal(failure, null, text);
});
