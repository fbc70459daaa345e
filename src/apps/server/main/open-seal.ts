// The seal that the configuration names, if it is one that unseals by itself.
import { setTimeout as delay } from "node:timers/promises";
import { utf8Text } from "#base/bytes.ts";
import type { Logger } from "#base/logger.ts";
import type { Pause } from "#base/pause.ts";
import type { SecretSource } from "#config/seal/secret-source.ts";
import type { StaticSealOptions } from "#config/seal/static.ts";
import type { TransitSealOptions, TransitTlsOptions } from "#config/seal/transit.ts";
import type { SealOptions } from "#config/seal.ts";
import type { ServerConfig } from "#config/server-config.ts";
import type { Seal } from "#seals/seal.ts";
import { nodeKeySources } from "#seals/static/key-sources.ts";
import { openStaticSeal } from "#seals/static/static-seal.ts";
import { TransitSeal } from "#seals/transit/transit-seal.ts";
import type { TransitSettings } from "#seals/transit/transit-settings.ts";
import { systemClock } from "../system-clock.ts";

export interface OpenedSeal {
  readonly seal: Seal;
  /** SIGHUP: what may change while it is open. */
  reload(options: SealOptions): void;
  /** Of its credentials; `undefined`: they never end, or nobody knows. */
  tokenTtlSeconds(): number | undefined;
}

/** Those that unseal by themselves. */
export interface OpenedSeals {
  readonly seal: OpenedSeal | undefined;
  /** Marked as disabled: what it wrapped moves to the other one. */
  readonly previousSeal: OpenedSeal | undefined;
}

/** @throws SealSettingError */
export function openSeals(
  { seal, previousSeal }: Pick<ServerConfig, "seal" | "previousSeal">,
  logger: Logger,
): OpenedSeals {
  return {
    seal: openSeal(seal, logger),
    previousSeal: previousSeal && openSeal(previousSeal, logger.named("previous")),
  };
}

function openSeal(options: SealOptions, logger: Logger): OpenedSeal | undefined {
  switch (options.type) {
    case "shamir":
      return undefined;
    case "static":
      return { seal: openStatic(options, logger), reload: () => {}, tokenTtlSeconds: () => undefined };
    case "transit":
      return openTransit(options, logger);
  }
}

function openStatic({ current, previous }: StaticSealOptions, logger: Logger): Seal {
  return openStaticSeal(
    {
      currentKeyId: current.id,
      currentKey: textOf(current.key),
      ...(previous && { previousKeyId: previous.id, previousKey: textOf(previous.key) }),
    },
    { sources: nodeKeySources(process.env), onWarning: (warning) => logger.warn(warning) },
  );
}

function openTransit(options: TransitSealOptions, logger: Logger): OpenedSeal {
  const surroundings = { clock: systemClock, pause, logger: logger.named("seal.transit") };
  const seal = new TransitSeal(settingsOf(options), surroundings);
  return {
    seal,
    reload: (changed) => {
      if (changed.type === "transit") seal.reload(settingsOf(changed));
    },
    tokenTtlSeconds: () => seal.tokenTtlSeconds,
  };
}

function settingsOf({ tls, ...options }: TransitSealOptions): TransitSettings {
  return { ...options, tls: tlsOf(tls) };
}

function tlsOf(tls: TransitTlsOptions): TransitSettings["tls"] {
  return {
    caFile: tls.caCertFile,
    caDirectory: tls.caDirectory,
    certificateFile: tls.clientCertFile,
    keyFile: tls.clientKeyFile,
    serverName: tls.serverName,
    skipVerify: tls.skipsVerification,
  };
}

function textOf(source: SecretSource): string {
  return source.kind === "file" ? `file://${source.path}` : utf8Text(source.secret.reveal());
}

const pause: Pause = async (ms, signal) => {
  await delay(ms, undefined, { ref: false, ...(signal && { signal }) }).catch(() => {});
};
