// Hands an accepted connection to a gRPC server, under its caller's name.

import type { TLSSocket } from "node:tls";
import { experimental, type Server, ServerCredentials } from "@grpc/grpc-js";
import type { Caller } from "#raft/grpc/service/caller.ts";
import { callerInterceptor } from "./caller-interceptor.ts";

/** The connection is encrypted already: to grpc-js it is a plain one. */
const PLAIN = ServerCredentials.createInsecure();

export function injectInto(server: Server, socket: TLSSocket, caller: Caller): void {
  const named = experimental.createServerCredentialsWithInterceptors(PLAIN, [callerInterceptor(caller)]);
  const injector = server.createConnectionInjector(named);
  socket.once("close", () => injector.destroy());
  injector.injectConnection(socket);
}
