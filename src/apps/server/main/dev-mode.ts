// `server -dev`: a configuration that nobody has to write, and a cluster that is initialised, unsealed and logged in to
// before the first command.
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { utf8Text } from "#base/bytes.ts";
import { type DevPlan, planDev } from "#config/dev.ts";
import type { ConfigProblem } from "#config/reading/config-problem.ts";
import type { ConfigSource, ServerConfig } from "#config/server-config.ts";
import { makeSelfSignedCertificate } from "#crypto/self-signed-certificate.ts";
import type { ServerFlags } from "../server-flags.ts";
import type { ServerMain } from "./server-main.ts";

interface DevTls {
  certFile: string;
  keyFile: string;
}

export class DevMode {
  readonly #plan: DevPlan;
  readonly #flags: ServerFlags;
  readonly #tls: DevTls | undefined;

  private constructor(flags: ServerFlags, plan: DevPlan, tls: DevTls | undefined) {
    this.#flags = flags;
    this.#plan = plan;
    this.#tls = tls;
  }

  static async prepare(flags: ServerFlags): Promise<DevMode> {
    const tls = flags.devTls && (await makeTls(flags.devTls));
    const input = { rootTokenId: flags.devRootTokenId, listenAddress: flags.devListenAddress, tls };
    return new DevMode(flags, planDev(input, process.env), tls);
  }

  get source(): ConfigSource {
    return this.#plan.source;
  }

  get errors(): readonly ConfigProblem[] {
    return this.#plan.errors;
  }

  /** Initialises and unseals, keeps the token for the command line, and says how to go on. */
  async begin(server: ServerMain, config: ServerConfig): Promise<void> {
    const rootTokenId = this.#plan.rootToken && utf8Text(this.#plan.rootToken.reveal());
    const { rootToken, unsealKey } = await server.initializeForDev({ rootTokenId, kv: this.#flags.devKv });
    if (this.#flags.devStoresToken) storeToken(rootToken);
    process.stdout.write(this.#farewell({ address: config.addresses.apiAddr, rootToken, unsealKey }));
  }

  #farewell({
    address,
    rootToken,
    unsealKey,
  }: {
    address: string;
    rootToken: string;
    unsealKey: string;
  }): string {
    const exports = [`$ export VAULT_ADDR='${address}'`];
    if (this.#tls) exports.push(`$ export VAULT_CACERT='${this.#tls.certFile}'`);
    return `WARNING! dev mode is enabled! The server runs entirely in memory, is unsealed with a
single key, and the root token is kept for the command line: use it at once.

You may need to set the following environment variables:

${exports.map((line) => `    ${line}`).join("\n")}

The unseal key and the root token, in case you want to seal and unseal the
server or to log in again:

Unseal Key: ${unsealKey}
Root Token: ${rootToken}

Development mode should NOT be used in production installations!

`;
  }
}

/** Where the token helper of the command line looks. A file that is there is replaced, as Vault does. */
function storeToken(token: string): void {
  try {
    writeFileSync(join(homedir(), ".vault-token"), token, { mode: 0o600 });
  } catch (error) {
    process.stderr.write(`the root token could not be kept: ${(error as Error).message}\n`);
  }
}

async function makeTls(wanted: NonNullable<ServerFlags["devTls"]>): Promise<DevTls> {
  const directory = wanted.directory ?? mkdtempSync(join(tmpdir(), "vault-tls"));
  const tls = { certFile: join(directory, "vault-ca.pem"), keyFile: join(directory, "vault-key.pem") };
  const made = await makeSelfSignedCertificate({
    names: ["localhost", ...wanted.names],
    addresses: ["127.0.0.1", "::1"],
  });
  writeFileSync(tls.certFile, made.certificatePem, { mode: 0o644 });
  writeFileSync(tls.keyFile, made.keyPem, { mode: 0o600 });
  readFileSync(tls.certFile);
  return tls;
}
