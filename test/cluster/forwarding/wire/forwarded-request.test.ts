import assert from "node:assert/strict";
import { test } from "node:test";
import { RawJson } from "#base/json/raw-json.ts";
import { RelayedAnswer } from "#cluster/forwarding/relayed-answer.ts";
import { decodeAnswer, encodeAnswer } from "#cluster/forwarding/wire/forwarded-answer.ts";
import { decodeRequest, encodeRequest } from "#cluster/forwarding/wire/forwarded-request.ts";
import { aRequest } from "#test/forwarding/a-request.ts";

test("a request arrives as it was: token, address, certificate, headers, numbers of any size", () => {
  const request = aRequest();
  const came = decodeRequest(encodeRequest(request));
  assert.ok(came);
  const { headers, token, parameters, ...rest } = came;
  const { headers: _headers, token: sentToken, parameters: _parameters, ...sent } = request;
  assert.deepEqual(rest, sent);
  assert.deepEqual(token?.reveal(), sentToken?.reveal());
  assert.deepEqual(headers.names(), ["user-agent", "x-request-id"]);
  assert.equal(headers.get("User-Agent"), "curl/8");
  const data = parameters.get("data");
  assert.ok(data instanceof RawJson);
  assert.equal(new TextDecoder().decode(data.bytes), '{"n":12345678901234567890}');
  assert.equal(parameters.get("version"), "3");
  assert.deepEqual(parameters.get("path"), ["a", "b"]);
});

test("no token is no token, and an empty one is an empty one", () => {
  const { token: none, ...anonymous } = aRequest();
  assert.ok(none);
  assert.equal(decodeRequest(encodeRequest({ ...anonymous, token: undefined }))?.token, undefined);
});

test("what is no request or no answer is none", () => {
  for (const bytes of [Uint8Array.of(0xff, 0xff, 0xff), new Uint8Array(), Uint8Array.of(0x12, 0x01, 0x78)]) {
    assert.equal(decodeRequest(bytes), undefined);
    assert.equal(decodeAnswer(bytes), undefined);
  }
});

test("an answer without a body has none", () => {
  const answer = new RelayedAnswer({ status: 204, contentType: undefined, headers: {}, body: undefined });
  assert.deepEqual(decodeAnswer(encodeAnswer({ answer, isNotExecuted: false })), {
    answer,
    isNotExecuted: false,
  });
});
