import assert from "node:assert/strict";
import { test } from "node:test";
import { Redirection } from "#cluster/forwarding/redirection.ts";
import { RelayedAnswer } from "#cluster/forwarding/relayed-answer.ts";
import { writeOutcome } from "#http/write-answer.ts";

test("what the leader wrote goes out as it is", () => {
  const relayed = new RelayedAnswer({
    status: 418,
    contentType: "text/plain",
    headers: { "Retry-After": "1" },
    body: new Uint8Array([1]),
  });
  assert.equal(writeOutcome(relayed, "secret/a"), relayed);
});

test("a redirect keeps path and query, letter for letter, and goes to the leader's API address alone", () => {
  const cases = [
    ["/v1/secret/a%2fb?list=true&x=%20", "https://b:8200/v1/secret/a%2fb?list=true&x=%20"],
    ["http://evil.example/v1/a?b", "https://b:8200/v1/a?b"],
    ["//evil.example/v1", "https://b:8200//evil.example/v1"],
  ];
  for (const [target, location] of cases) {
    const answer = writeOutcome(new Redirection("https://b:8200"), "a", target);
    assert.deepEqual([answer.status, answer.headers, answer.body], [307, { Location: location }, undefined]);
  }
});
