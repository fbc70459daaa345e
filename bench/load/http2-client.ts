// A load program's HTTP/2 connection, by node's own client: it costs more than the server, so look at the server's
// processor time rather than at requests a second.
import { type ClientHttp2Session, connect, type OutgoingHttpHeaders } from "node:http2";
import type { Target } from "./http1-client.ts";
import type { LoadClient, PreparedRequest } from "./load-client.ts";
import type { RequestParts } from "./request-parts.ts";

export class Http2Client implements LoadClient {
  readonly #session: ClientHttp2Session;

  private constructor(session: ClientHttp2Session) {
    this.#session = session;
  }

  static open({ port, ca }: Target): Promise<Http2Client> {
    return new Promise((resolve, reject) => {
      const session = connect(`https://localhost:${port}`, { ...(ca !== undefined && { ca }) });
      session.once("error", reject);
      session.once("connect", () => resolve(new Http2Client(session)));
    });
  }

  send({ parts }: PreparedRequest): Promise<number> {
    return new Promise((resolve, reject) => {
      const stream = this.#session.request(headersOf(parts), { endStream: parts.body === undefined });
      if (parts.body !== undefined) stream.end(parts.body);
      let status = 0;
      stream.on("response", (headers) => {
        status = Number(headers[":status"]);
      });
      stream.on("error", reject);
      stream.on("end", () => resolve(status));
      stream.resume();
    });
  }

  close(): void {
    this.#session.destroy();
  }
}

function headersOf({ method, path, token, body }: RequestParts): OutgoingHttpHeaders {
  return {
    ":method": method,
    ":path": path,
    "user-agent": "bench",
    "x-vault-request": "true",
    ...(token !== undefined && { "x-vault-token": token }),
    ...(body !== undefined && { "content-type": "application/json" }),
  };
}
