import assert from "node:assert/strict";
import { test } from "node:test";
import { declaredDevice } from "#core/audit/declared-device.ts";

const block = { type: "file", path: "main", description: "all", local: false };

test("a block of the configuration file becomes a device", () => {
  const options = new Map([["file_path", "/var/log/a.log"]]);
  assert.deepEqual(declaredDevice({ ...block, options }), {
    type: "file",
    path: "main/",
    description: "all",
    local: false,
    options: { file_path: "/var/log/a.log" },
  });
});

test("a block that no device could be made of is refused when the file is read", () => {
  const wrong = { code: "invalid_request" };
  assert.throws(() => declaredDevice({ ...block, options: new Map() }), wrong);
  assert.throws(() => declaredDevice({ ...block, path: "../x", options: new Map([["path", "/x"]]) }), wrong);
  assert.throws(
    () => declaredDevice({ ...block, type: "sokket", options: new Map([["path", "/x"]]) }),
    wrong,
  );
});
