// The request that -output-curl-string or -output-policy asked to see.
import type { WireRequest } from "#client/transport.ts";
import type { Call } from "../call.ts";
import type { FlagSet } from "../flags/flag.ts";
import { setting } from "../setting.ts";
import { curlString } from "./curl-string.ts";
import { policyString } from "./policy-string.ts";

export function showRequest({ program, shared, terminal }: Call<FlagSet>, request: WireRequest): string {
  if (shared["output-policy"]) return policyString(request);
  return curlString(request, {
    program,
    skipVerify: shared["tls-skip-verify"] ?? false,
    caFile: shared["ca-cert"] ?? setting(terminal.environment, "CACERT"),
  });
}
