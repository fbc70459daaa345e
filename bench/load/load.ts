// Runs one order in a load process of its own.
import { fork } from "node:child_process";
import type { LoadOrder, LoadResult } from "./load-process.ts";

export async function runLoad(order: LoadOrder): Promise<LoadResult> {
  const child = fork(new URL("./load-process.ts", import.meta.url), { execArgv: ["--no-warnings"] });
  try {
    return await new Promise((resolve, reject) => {
      child.once("message", (answer: LoadResult | { error: string }) =>
        "error" in answer ? reject(new Error(answer.error)) : resolve(answer),
      );
      child.once("exit", (code) => reject(new Error(`the load ended with code ${code}`)));
      child.send(order);
    });
  } finally {
    child.kill();
  }
}

export interface RequestParts {
  method: string;
  path: string;
  token?: string;
  body?: string;
}

/** An HTTP/1.1 request as text. A body's `{n}` must not change its length: pad numbers beforehand. */
export function requestText({ method, path, token, body }: RequestParts): string {
  const lines = [`${method} ${path} HTTP/1.1`, "Host: 127.0.0.1"];
  if (token !== undefined) lines.push(`X-Vault-Token: ${token}`);
  if (body !== undefined)
    lines.push("Content-Type: application/json", `Content-Length: ${Buffer.byteLength(body)}`);
  return `${lines.join("\r\n")}\r\n\r\n${body ?? ""}`;
}
