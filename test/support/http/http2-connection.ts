import { type ClientHttp2Session, connect, type OutgoingHttpHeaders } from "node:http2";
import type { RawAnswer } from "./raw-connection.ts";

/** One HTTP/2 session; answers look as HTTP/1's do. */
export class Http2Connection implements AsyncDisposable {
  readonly session: ClientHttp2Session;

  private constructor(session: ClientHttp2Session) {
    this.session = session;
  }

  static async open({ port }: { port: number }): Promise<Http2Connection> {
    const session = connect(`https://127.0.0.1:${port}`, { rejectUnauthorized: false });
    await new Promise<void>((resolve, reject) => {
      session.once("connect", () => resolve());
      session.once("error", reject);
    });
    session.on("error", () => {});
    return new Http2Connection(session);
  }

  /** @param body undefined: no body at all. @throws with the stream's code when there is no answer */
  ask(headers: OutgoingHttpHeaders, body?: string | Uint8Array): Promise<RawAnswer> {
    return new Promise((resolve, reject) => {
      const stream = this.session.request(headers, { endStream: body === undefined });
      const chunks: Buffer[] = [];
      let answer: Omit<RawAnswer, "body"> | undefined;
      stream.on("response", ({ ":status": status = 0, ...others }) => {
        const named = Object.entries(others).map(([name, value]) => [name, String(value)]);
        answer = { status, headers: Object.fromEntries(named) };
      });
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        if (answer) resolve({ ...answer, body: Buffer.concat(chunks).toString() });
      });
      stream.on("error", reject);
      stream.on("close", () => reject(new Error(`stream closed with code ${stream.rstCode}`)));
      if (body !== undefined) stream.end(body);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.session.destroy();
  }
}
