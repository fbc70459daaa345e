// Whom to trust and who we are, over TLS. Files are read once, when the first connection is made.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { getCACertificates, type SecureContextOptions } from "node:tls";

export interface TlsSettings {
  /** A PEM bundle; beats `caBytes`, which beats `caDirectory`. None of them: the system's and Node's own roots. */
  readonly caFile?: string | undefined;
  readonly caBytes?: Uint8Array | undefined;
  /** A directory whose files are all PEM. */
  readonly caDirectory?: string | undefined;
  readonly certificateFile?: string | undefined;
  readonly keyFile?: string | undefined;
  /** PEM; both together, and instead of the files. */
  readonly certificateBytes?: Uint8Array | undefined;
  readonly keyBytes?: Uint8Array | undefined;
  readonly serverName?: string | undefined;
  readonly skipVerify?: boolean | undefined;
}

export type SecureOptions = Pick<SecureContextOptions, "ca" | "cert" | "key" | "minVersion"> & {
  rejectUnauthorized: boolean;
  servername?: string;
};

/** @throws Error that names the setting and the file */
export async function loadTlsSettings(settings: TlsSettings): Promise<SecureOptions> {
  const ca = settings.skipVerify === true ? undefined : await trustedRoots(settings);
  const identity = await clientIdentity(settings);
  return {
    minVersion: "TLSv1.2",
    rejectUnauthorized: settings.skipVerify !== true,
    ...(ca === undefined ? {} : { ca }),
    ...identity,
    ...(settings.serverName === undefined ? {} : { servername: settings.serverName }),
  };
}

async function trustedRoots(settings: TlsSettings): Promise<(string | Buffer)[]> {
  if (settings.caFile !== undefined) return [await readPem("CA certificate", settings.caFile)];
  if (settings.caBytes !== undefined) return [Buffer.from(settings.caBytes)];
  if (settings.caDirectory !== undefined) return await readDirectory(settings.caDirectory);
  // Most are in both lists, and some systems list each of theirs twice; every one costs time to load.
  return [...new Set([...getCACertificates("default"), ...getCACertificates("system")])];
}

async function readDirectory(directory: string): Promise<Buffer[]> {
  const names = await readdir(directory).catch((error: unknown) => {
    throw new Error(`cannot read the CA directory ${directory}: ${reasonOf(error)}`, { cause: error });
  });
  if (names.length === 0) throw new Error(`the CA directory ${directory} is empty`);
  return await Promise.all(names.sort().map((name) => readPem("CA certificate", join(directory, name))));
}

async function clientIdentity({
  certificateFile,
  keyFile,
  certificateBytes,
  keyBytes,
}: TlsSettings): Promise<{ cert?: Buffer; key?: Buffer }> {
  if (certificateBytes !== undefined && keyBytes !== undefined) {
    return { cert: Buffer.from(certificateBytes), key: Buffer.from(keyBytes) };
  }
  if (certificateFile === undefined && keyFile === undefined) return {};
  if (certificateFile === undefined || keyFile === undefined) {
    throw new Error("both client cert and client key must be provided");
  }
  const [cert, key] = await Promise.all([
    readPem("client certificate", certificateFile),
    readPem("client key", keyFile),
  ]);
  return { cert, key };
}

async function readPem(what: string, path: string): Promise<Buffer> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new Error(`cannot read the ${what} ${path}: ${reasonOf(error)}`, { cause: error });
  });
  if (!bytes.includes("-----BEGIN ")) throw new Error(`the ${what} ${path} holds no PEM block`);
  return bytes;
}

function reasonOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
