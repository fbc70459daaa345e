// One request as a bench describes it. `{n}` in path or body stands for the number of a key.

export interface RequestParts {
  method: "GET" | "POST";
  path: string;
  token?: string;
  body?: string;
}

export function numbered(parts: RequestParts, number: number): RequestParts {
  const fill = (text: string): string => text.replaceAll("{n}", String(number));
  return { ...parts, path: fill(parts.path), ...(parts.body !== undefined && { body: fill(parts.body) }) };
}

export function isNumbered({ path, body = "" }: RequestParts): boolean {
  return path.includes("{n}") || body.includes("{n}");
}

/** As HTTP/1.1 with what real clients send as well. */
export function requestBytes({ method, path, token, body }: RequestParts): Buffer {
  const lines = [
    `${method} ${path} HTTP/1.1`,
    "Host: 127.0.0.1",
    "User-Agent: bench",
    "X-Vault-Request: true",
  ];
  if (token !== undefined) lines.push(`X-Vault-Token: ${token}`);
  if (body !== undefined)
    lines.push("Content-Type: application/json", `Content-Length: ${Buffer.byteLength(body)}`);
  return Buffer.from(`${lines.join("\r\n")}\r\n\r\n${body ?? ""}`);
}
