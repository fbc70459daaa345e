// Where a server is: http, https or a unix socket, with an optional path before /v1.

export interface ServerAddress {
  readonly scheme: "http" | "https";
  readonly host: string;
  readonly port: number;
  /** Set for `unix://` addresses; the host is then only a name for the Host header. */
  readonly socketPath: string | undefined;
  /** Without a slash at its end; mostly empty. */
  readonly basePath: string;
}

const DEFAULT_PORTS = { http: 80, https: 443 } as const;

/** @throws TypeError when `text` is no usable address; the message never repeats a password */
export function parseServerAddress(text: string): ServerAddress {
  if (text.startsWith("unix://")) return unixAddress(text);
  if (!URL.canParse(text) || !text.includes("://")) {
    throw new TypeError(`"${withoutUserInfo(text)}" is not an address: write it as https://host:port`);
  }
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") {
    throw new TypeError(`the address of ${url.host} must not hold a user name or password`);
  }
  const scheme = url.protocol.slice(0, -1);
  if (scheme !== "http" && scheme !== "https") {
    throw new TypeError(`unsupported protocol scheme "${scheme}": use http, https or unix`);
  }
  return {
    scheme,
    // node:net wants an IPv6 address without its brackets.
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: url.port === "" ? DEFAULT_PORTS[scheme] : Number(url.port),
    socketPath: undefined,
    basePath: url.pathname.replace(/\/+$/, ""),
  };
}

/** As it stands before the path of a request: `https://host:port`. */
export function originOf(address: ServerAddress): string {
  if (address.socketPath !== undefined) return "http://localhost";
  return `${address.scheme}://${hostHeaderOf(address)}`;
}

export function hostHeaderOf(address: ServerAddress): string {
  const host = address.host.includes(":") ? `[${address.host}]` : address.host;
  return address.port === DEFAULT_PORTS[address.scheme] ? host : `${host}:${address.port}`;
}

function unixAddress(text: string): ServerAddress {
  const socketPath = text.slice("unix://".length);
  if (socketPath === "") throw new TypeError(`"${text}" names no socket: write it as unix:///path/to/socket`);
  return { scheme: "http", host: "localhost", port: 80, socketPath, basePath: "" };
}

function withoutUserInfo(text: string): string {
  return text.replace(/[^/@]*@/, "…@");
}
