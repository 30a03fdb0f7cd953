// A run is shown if it takes its time, and no longer than it does.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { beforeEach, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

const { showing } = createRequire(import.meta.url)("../../dist/unit/progress.cjs");
const { notifications } = globalThis;

beforeEach(() => {
  notifications.length = 0;
});

test("what is over at once brings up no notification", async () => {
  const { ended, cancelled } = await showing("quick", async (_, tell) => {
    tell("waiting for 1 answer");
    return 7;
  });
  assert.deepEqual([ended, cancelled], [7, false]);
  await sleep(1200);
  assert.equal(notifications.length, 0);
});

test("what takes its time is shown with what it does, until it is over", async () => {
  await showing("slow", async (_, tell) => {
    tell("waiting for 1 answer");
    await sleep(1300);
    assert.equal(notifications.length, 1);
    assert.equal(notifications[0].isThere, true);
    tell("waiting for 2 answers");
  });
  await sleep(0);
  assert.equal(notifications[0].title, "slow");
  assert.deepEqual(notifications[0].messages, ["waiting for 1 answer", "waiting for 2 answers"]);
  assert.equal(notifications[0].isThere, false);
});

test("its button cancels it", async () => {
  const { cancelled } = await showing("slow", async (cancel) => {
    const stopped = new Promise((resolve) => cancel.onCancellationRequested(() => resolve()));
    await sleep(1300);
    notifications[0].cancel();
    await stopped;
  });
  assert.equal(cancelled, true);
});

test("what fails is not shown any more", async () => {
  const failing = showing("slow", async () => {
    await sleep(1300);
    throw new Error("no");
  });
  await assert.rejects(failing, /no/);
  await sleep(0);
  assert.equal(notifications[0].isThere, false);
});
