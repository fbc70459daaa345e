// The load: a fixed number of connections that each keep one request under way until told to stop.
import { connect as connectHttp2 } from "node:http2";
import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { http1Request, type Method, PATH, type Protocol, TOKEN, WRITE } from "./wire.ts";

export interface Load {
  protocol: Protocol;
  method: Method;
  port: number;
  connections: number;
}

/** Requests one after the other on every connection; counts answers. */
export class LoadRun {
  answers = 0;
  #stopped = false;
  readonly #closers: (() => void)[] = [];

  static async start(load: Load): Promise<LoadRun> {
    const run = new LoadRun();
    const open = load.protocol === "http2" ? run.#openHttp2 : run.#openHttp1;
    await Promise.all(Array.from({ length: load.connections }, () => open.call(run, load)));
    return run;
  }

  stop(): void {
    this.#stopped = true;
    for (const close of this.#closers) close();
  }

  #openHttp1({ protocol, method, port }: Load): Promise<void> {
    const request = http1Request(method, port);
    return new Promise((resolve, reject) => {
      const ready = (): void => {
        resolve();
        socket.write(request);
      };
      const socket: Socket =
        protocol === "tls"
          ? connectTls(
              { port, host: "127.0.0.1", rejectUnauthorized: false, ALPNProtocols: ["http/1.1"] },
              ready,
            )
          : connectTcp(port, "127.0.0.1", ready);
      socket.setNoDelay(true);
      socket.on("error", reject);
      this.#closers.push(() => socket.destroy());
      const left = new AnswerCounter();
      socket.on("data", (chunk: Buffer) => {
        if (!left.ends(chunk)) return;
        this.answers++;
        if (!this.#stopped) socket.write(request);
      });
    });
  }

  #openHttp2({ method, port }: Load): Promise<void> {
    const session = connectHttp2(`https://127.0.0.1:${port}`, { rejectUnauthorized: false });
    this.#closers.push(() => session.destroy());
    const headers = {
      ":method": method,
      ":path": PATH,
      "user-agent": "Go-http-client/2.0",
      "x-vault-request": "true",
      "x-vault-token": TOKEN,
      "accept-encoding": "gzip",
    };
    const ask = (): void => {
      const stream = session.request(headers, { endStream: method === "GET" });
      if (method === "POST") stream.end(WRITE);
      stream.resume();
      stream.on("error", () => {});
      stream.on("end", () => {
        this.answers++;
        if (!this.#stopped) ask();
      });
    };
    return new Promise((resolve, reject) => {
      session.on("error", reject);
      session.on("connect", () => {
        ask();
        resolve();
      });
    });
  }
}

/** Finds the end of one answer with a content length. */
class AnswerCounter {
  #missing = -1;

  ends(chunk: Buffer): boolean {
    if (this.#missing < 0) {
      const text = chunk.toString("latin1");
      const bodyAt = text.indexOf("\r\n\r\n") + 4;
      const length = /content-length: (\d+)/i.exec(text);
      if (!length || bodyAt < 4 || !text.startsWith("HTTP/1.1 200"))
        throw new Error(`unexpected answer: ${text}`);
      this.#missing = Number(length[1]) - (chunk.length - bodyAt);
    } else this.#missing -= chunk.length;
    if (this.#missing > 0) return false;
    this.#missing = -1;
    return true;
  }
}
