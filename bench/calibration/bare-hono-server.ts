// Bare Hono in its process. Told what to answer over its IPC channel.
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import type { CannedAnswer } from "./bare-hono.ts";

let answer: CannedAnswer = { status: 204, headers: {}, body: "" };
let body: string | null = null;

const app = new Hono<{ Bindings: HttpBindings }>();
app.all("/v1/*", () => new Response(body, { status: answer.status, headers: answer.headers }));
const server = createServer(getRequestListener(app.fetch as never) as RequestListener);
// Connections wait while others are measured.
server.keepAliveTimeout = 0;
server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port }));

process.on("disconnect", () => process.exit());
process.on("message", (told: CannedAnswer) => {
  answer = told;
  body = told.body === "" ? null : told.body;
  process.send?.("ready");
});
