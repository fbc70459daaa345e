/** Where a node listens; IPv6 without brackets. */
export interface HostPort {
  readonly host: string;
  readonly port: number;
}

/** Of `host:port`, an IPv6 host in brackets; `undefined` when it is none. */
export function parseHostPort(text: string): HostPort | undefined {
  const found = /^(?:\[([0-9a-fA-F:.%]+)\]|([^:[\]\s/]+)):(\d{1,5})$/.exec(text);
  if (found === null) return undefined;
  const port = Number(found[3]);
  return port < 1 || port > 65_535 ? undefined : { host: found[1] ?? found[2] ?? "", port };
}
