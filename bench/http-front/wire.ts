// What client and server of the bench agree on: one read and one write as Vault's Go client sends them, and an answer of
// the size that a kv v2 read has.

export const PATH = "/v1/secret/data/team/service/config";
export const ANSWER = {
  data: { password: "correct horse battery staple", user: "service" },
  metadata: {
    created_time: "2026-11-23T22:48:59.656646984Z",
    custom_metadata: null,
    deletion_time: "",
    destroyed: false,
    version: 7,
  },
};
export const WRITE = JSON.stringify({
  data: { password: "correct horse battery staple", user: "service" },
  options: {},
});
export const TOKEN = "hvs.CAESIJxv2q0000000000000000000000000000000000000000000000000000";

export type Protocol = "http1" | "tls" | "http2";
export type Method = "GET" | "POST";

/** As Go's net/http writes it. */
export function http1Request(method: Method, port: number): Buffer {
  const body = method === "POST" ? WRITE : "";
  const length = method === "POST" ? `Content-Length: ${Buffer.byteLength(body)}\r\n` : "";
  return Buffer.from(
    `${method} ${PATH} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUser-Agent: Go-http-client/1.1\r\n${length}` +
      `X-Vault-Request: true\r\nX-Vault-Token: ${TOKEN}\r\nAccept-Encoding: gzip\r\n\r\n${body}`,
  );
}
