import assert from "node:assert/strict";
import { test } from "node:test";
import { decide, lines, MINIMAL } from "./decide.ts";

const cases: readonly (readonly [text: string, line: string])[] = [
  [
    `${MINIMAL}\nretry_join { leader_api_addr = "http://x:1" }`,
    'a.hcl:4: retry_join: unknown key here; it belongs in storage "raft"',
  ],
  [
    `${MINIMAL}tls_cert_file = "/x"`,
    'a.hcl:3: tls_cert_file: unknown key here; it belongs in listener "tcp"',
  ],
  [
    `${MINIMAL}leader_api_addr = "x"`,
    'a.hcl:3: leader_api_addr: unknown key here; it belongs in storage "raft" { retry_join }',
  ],
  [
    'storage "inmem" {}\nlistener "tcp" {\n tls_disable = true\n api_addr = "x" }',
    "a.hcl:4: listener.tcp.api_addr: unknown key here; it belongs outside any block",
  ],
  [`${MINIMAL}loglevel = "debug"`, "a.hcl:3: loglevel: unknown key; did you mean log_level?"],
  [`${MINIMAL}max_lese_ttl = "1h"`, "a.hcl:3: max_lese_ttl: unknown key; did you mean max_lease_ttl?"],
  [`${MINIMAL}xyz = 1`, "a.hcl:3: xyz: unknown key; it has no effect"],
  [`${MINIMAL}telemetry { bad_value = "x" }`, "a.hcl:3: telemetry.bad_value: unknown key; it has no effect"],
  [`${MINIMAL}"odd key" = 1`, 'a.hcl:3: "odd key": unknown key; it has no effect'],
  [`${MINIMAL}"a\\nb" "c" {}`, 'a.hcl:3: "a\\nb": unknown key; it has no effect'],
  [`${MINIMAL}__proto__ { x = 1 }`, "a.hcl:3: __proto__: unknown key; it has no effect"],
  [`${MINIMAL}constructor = 1`, "a.hcl:3: constructor: unknown key; it has no effect"],
];

for (const [text, line] of cases) {
  test(`an unknown key warns with its place: ${line}`, () => {
    const { config, warnings } = decide(text);
    assert.ok(config !== undefined, "and the server starts");
    assert.deepEqual(lines(warnings), [line]);
  });
}

test("every unknown key is told, in order", () => {
  const { warnings } = decide(`zz = 1\n${MINIMAL}aa = 1\n`);
  assert.deepEqual(
    lines(warnings).map((line) => line.split(":")[1]),
    ["1", "4"],
  );
});
