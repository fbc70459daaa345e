// VAULT_SRV_LOOKUP: a host without a port is looked up as a DNS SRV record.
import { resolveSrv } from "node:dns/promises";
import { CliError } from "./cli-error.ts";

/** @returns the address with the host and port of the best record; as it is when it names a port */
export async function lookUpServer(address: string): Promise<string> {
  const match = /^(https?):\/\/([^/:]+)(\/.*)?$/.exec(address);
  if (match === null) return address;
  const [, scheme, host = "", rest = ""] = match;
  const records = await resolveSrv(`_http._tcp.${host}`).catch((error: unknown) => {
    throw new CliError(
      `no SRV record for ${host}: ${error instanceof Error ? error.message : error}`,
      2,
      error,
    );
  });
  const [best] = records.sort((a, b) => a.priority - b.priority || b.weight - a.weight);
  return best === undefined ? address : `${scheme}://${best.name}:${best.port}${rest}`;
}
