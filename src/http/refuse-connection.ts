// What is no HTTP gets one answer and the connection is closed: nothing after a parse error can be trusted.
import type { Socket } from "node:net";

const ANSWERS: Readonly<Record<string, [number, string, string]>> = {
  HPE_HEADER_OVERFLOW: [431, "Request Header Fields Too Large", "request headers are too large"],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, "Payload Too Large", "chunk extensions are too large"],
  ERR_HTTP_REQUEST_TIMEOUT: [408, "Request Timeout", "the request took too long to arrive"],
  HPE_INVALID_METHOD: [400, "Bad Request", "unsupported operation"],
};
const MALFORMED: [number, string, string] = [400, "Bad Request", "malformed request"];

export function refuseConnection(code: string | undefined, socket: Socket): void {
  if (code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, phrase, message] = ANSWERS[code ?? ""] ?? MALFORMED;
  const body = `{"errors":[${JSON.stringify(message)}]}\n`;
  socket.end(
    `HTTP/1.1 ${status} ${phrase}\r\nCache-Control: no-store\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}
