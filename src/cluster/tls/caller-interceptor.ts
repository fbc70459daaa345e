// Names the caller of every call on one connection: grpc-js itself tells a handler only an address.
import { ServerInterceptingCall, type ServerInterceptor } from "@grpc/grpc-js";
import { type Caller, setCaller } from "#raft/grpc/service/caller.ts";

export function callerInterceptor(caller: Caller): ServerInterceptor {
  return (_method, call) =>
    new ServerInterceptingCall(call, {
      start(next) {
        next({
          onReceiveMetadata(metadata, pass) {
            setCaller(metadata, caller);
            pass(metadata);
          },
        });
      },
    });
}
