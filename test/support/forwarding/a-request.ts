import { RawJson } from "#base/json/raw-json.ts";
import { Secret } from "#base/secret.ts";
import type { Request } from "#contract/request.ts";

const HEADERS: Readonly<Record<string, string>> = { "user-agent": "curl/8", "x-request-id": "7" };

/** A write of a secret with everything that a request may have, but for what `more` says. */
export function aRequest(more: Partial<Request> = {}): Request {
  return {
    id: "4c7c8b1c-0000-4000-8000-000000000000",
    operation: "update",
    path: "secret/data/a",
    namespace: "root",
    parameters: new Map<string, RawJson | string | readonly string[]>([
      ["data", new RawJson(new TextEncoder().encode('{"n":12345678901234567890}'))],
      ["version", "3"],
      ["path", ["a", "b"]],
    ]),
    token: Secret.ofText("hvs.example"),
    connection: {
      remoteAddress: "10.1.2.3",
      remotePort: 4711,
      clientCertificate: Uint8Array.of(0x30, 0x03, 1, 2, 3),
    },
    headers: { get: (name) => HEADERS[name.toLowerCase()], names: () => Object.keys(HEADERS) },
    wrapTtlSeconds: 60,
    isOpenToAnybody: true,
    ...more,
  };
}
