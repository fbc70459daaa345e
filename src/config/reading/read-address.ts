// Addresses as values of keys: templates resolved, host:port taken apart.
import type { HclValue } from "#base/hcl/ast.ts";
import { toText, unfit } from "#base/hcl/convert.ts";
import { resolveAddressTemplate } from "../address/address-template.ts";
import { type HostPort, parseHostPort } from "../address/host-port.ts";
import type { NetworkAddress } from "../address/network-address.ts";
import { TemplateError } from "../address/template-error.ts";
import type { Stanza } from "./stanza.ts";

/** host:port to listen at; `undefined` when the key is absent or wrong (which has then been reported). */
export function readAddress<Key extends string>(stanza: Stanza<Key>, key: Key): HostPort | undefined {
  const addresses = stanza.context.networkAddresses;
  let address: HostPort | undefined;
  stanza.value(key, (value) => {
    const text = toResolvedText(value, addresses);
    if (text === "") return text;
    const parsed = parseHostPort(text);
    if (typeof parsed === "string") throw unfit(value, parsed);
    address = parsed;
    return text;
  });
  return address;
}

/** @throws HclError of kind `value` */
export function toResolvedText(value: HclValue, addresses: readonly NetworkAddress[]): string {
  try {
    return resolveAddressTemplate(toText(value), addresses).trim();
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw unfit(value, `has a template that ${error.message}`);
  }
}
