import assert from "node:assert/strict";
import { test } from "node:test";
import { requestTarget } from "#client/request-target.ts";

test("a path is encoded once, segment by segment, and never normalised", () => {
  const cases: [string, string][] = [
    ["secret/data/a b", "/v1/secret/data/a%20b"],
    ["/secret/a", "/v1/secret/a"],
    ["secret/../sys", "/v1/secret/../sys"],
    ["a%2fb", "/v1/a%252fb"],
    ["a?b#c", "/v1/a%3Fb%23c"],
    ["user@host:1,2;3=4&5+6$7!8'(9)*", "/v1/user@host:1,2;3=4&5+6$7!8'(9)*"],
    ["schlüssel", "/v1/schl%C3%BCssel"],
    ["list/", "/v1/list/"],
  ];
  for (const [path, target] of cases) assert.equal(requestTarget("", path), target);
});

test("a query is appended and encoded", () => {
  assert.equal(
    requestTarget("/base", "a", [
      ["list", "true"],
      ["x y", "&="],
    ]),
    "/base/v1/a?list=true&x%20y=%26%3D",
  );
});

test("half a surrogate pair in a path is refused", () => {
  assert.throws(() => requestTarget("", "a\ud800"), TypeError);
});
