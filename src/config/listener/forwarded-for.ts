// Who may say, in X-Forwarded-For, which client a request really came from; and which header carries its certificate.
import { isIP } from "node:net";
import type { HclValue } from "#base/hcl/ast.ts";
import { unfit } from "#base/hcl/convert.ts";
import { toWords } from "../reading/convert-value.ts";
import { type KeyTable, refused, used } from "../reading/key-table.ts";
import type { Stanza } from "../reading/stanza.ts";

export type CertificateDecoder = "URL" | "PEM" | "RFC9440";

export interface ForwardedForOptions {
  /** CIDRs of the proxies that are believed. */
  readonly authorizedCidrs: readonly string[];
  /** Addresses skipped from the rear of the header. */
  readonly hopSkips: number;
  readonly rejectsNotPresent: boolean;
  readonly rejectsNotAuthorized: boolean;
}

export interface ClientCertificateHeaderOptions {
  /** In lower case. */
  readonly name: string;
  /** Applied in order; the result is base64 of DER. */
  readonly decoders: readonly CertificateDecoder[];
  readonly keptWhenNotForwarded: boolean;
  readonly keptWhenUnauthorized: boolean;
}

const PROXY_PROTOCOL = "the PROXY protocol is not built in; let the proxy send X-Forwarded-For";

export const FORWARDED_FOR_KEYS = {
  x_forwarded_for_authorized_addrs: used(
    "Proxies, as addresses or CIDRs, whose X-Forwarded-For is believed.",
  ),
  x_forwarded_for_hop_skips: used("Addresses to skip from the rear of the header.", { standard: "0" }),
  x_forwarded_for_reject_not_present: used("Refuse requests without the header.", { standard: "true" }),
  x_forwarded_for_reject_not_authorized: used("Refuse the header from anyone else.", { standard: "true" }),
  x_forwarded_for_client_cert_header: used("Header that carries the client's certificate behind a proxy."),
  x_forwarded_for_client_cert_header_decoders: used(
    'How to decode it: "URL", "PEM" (or "DER"), "RFC9440", in order.',
  ),
  x_forwarded_for_client_cert_decoders: used("The same under OpenBao's name."),
  x_forwarded_for_client_cert_keep_not_forwarded: used(
    "Believe that header without X-Forwarded-For. Dangerous.",
    {
      standard: "false",
    },
  ),
  x_forwarded_for_client_cert_keep_unauthorized: used("Believe that header from anyone. Dangerous.", {
    standard: "false",
  }),
  proxy_protocol_behavior: refused(PROXY_PROTOCOL),
  proxy_protocol_authorized_addrs: refused(PROXY_PROTOCOL),
} satisfies KeyTable;

type ForwardedForKey = keyof typeof FORWARDED_FOR_KEYS;

/** `undefined` when no proxy is believed. */
export function readForwardedFor(stanza: Stanza<ForwardedForKey>): ForwardedForOptions | undefined {
  const authorizedCidrs = stanza.value("x_forwarded_for_authorized_addrs", toCidrs) ?? [];
  const options = {
    authorizedCidrs,
    hopSkips: stanza.integer("x_forwarded_for_hop_skips", { min: 0, max: 100 }) ?? 0,
    rejectsNotPresent: stanza.flag("x_forwarded_for_reject_not_present") ?? true,
    rejectsNotAuthorized: stanza.flag("x_forwarded_for_reject_not_authorized") ?? true,
  };
  return authorizedCidrs.length === 0 ? undefined : options;
}

/** `undefined` when no header is named. */
export function readClientCertificateHeader(
  stanza: Stanza<ForwardedForKey>,
): ClientCertificateHeaderOptions | undefined {
  const name = stanza.value("x_forwarded_for_client_cert_header", toHeaderName);
  const vaultsDecoders = stanza.value("x_forwarded_for_client_cert_header_decoders", toDecoders);
  const openBaosDecoders = stanza.value("x_forwarded_for_client_cert_decoders", toDecoders);
  const keptWhenNotForwarded = stanza.flag("x_forwarded_for_client_cert_keep_not_forwarded") ?? false;
  const keptWhenUnauthorized = stanza.flag("x_forwarded_for_client_cert_keep_unauthorized") ?? false;
  if (name === undefined || name === "") return undefined;
  const decoders = (vaultsDecoders ?? openBaosDecoders ?? []).map(asDecoder);
  if (!stanza.has("x_forwarded_for_authorized_addrs") && !keptWhenNotForwarded) {
    stanza.warn(
      "x_forwarded_for_client_cert_header",
      "has no effect without x_forwarded_for_authorized_addrs",
    );
  }
  return { name, decoders: decoders, keptWhenNotForwarded, keptWhenUnauthorized };
}

function toCidrs(value: HclValue): readonly string[] {
  return toWords(value).map((word) => {
    const cidr = asCidr(word);
    if (cidr === undefined) throw unfit(value, "must hold addresses or CIDRs such as 10.0.0.0/8");
    return cidr;
  });
}

function asCidr(word: string): string | undefined {
  const [address = "", prefix, ...others] = word.split("/");
  const version = isIP(address);
  if (version === 0 || others.length > 0) return undefined;
  const longest = version === 4 ? 32 : 128;
  if (prefix === undefined) return `${address}/${longest}`;
  return /^\d{1,3}$/.test(prefix) && Number(prefix) <= longest ? `${address}/${Number(prefix)}` : undefined;
}

function toHeaderName(value: HclValue): string {
  const name = toWords(value).join(",").toLowerCase();
  if (name !== "" && !/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name))
    throw unfit(value, "must be the name of a header");
  return name;
}

function toDecoders(value: HclValue): readonly string[] {
  return toWords(value).map((word) => {
    const decoder = word.toUpperCase();
    if (!["URL", "PEM", "DER", "RFC9440"].includes(decoder))
      throw unfit(value, "must hold URL, PEM, DER or RFC9440");
    return decoder;
  });
}

/** Vault's word for "from PEM to DER" is DER, OpenBao's is PEM. */
function asDecoder(word: string): CertificateDecoder {
  return word === "URL" || word === "RFC9440" ? word : "PEM";
}
