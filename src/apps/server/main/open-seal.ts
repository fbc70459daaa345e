// The seal that the configuration names, if it is one that unseals by itself.
import { utf8Text } from "#base/bytes.ts";
import type { Logger } from "#base/logger.ts";
import type { SecretSource } from "#config/seal/secret-source.ts";
import type { StaticSealOptions } from "#config/seal/static.ts";
import type { SealOptions } from "#config/seal.ts";
import type { Seal } from "#seals/seal.ts";
import { nodeKeySources } from "#seals/static/key-sources.ts";
import { openStaticSeal } from "#seals/static/static-seal.ts";

/** @throws SealSettingError; Error for a seal that this version can not open */
export function openSeal(options: SealOptions, logger: Logger): Seal | undefined {
  switch (options.type) {
    case "shamir":
      return undefined;
    case "static":
      return openStatic(options, logger);
    case "transit":
      throw new Error('seal "transit" is not supported by this version of Coffer');
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

function textOf(source: SecretSource): string {
  return source.kind === "file" ? `file://${source.path}` : utf8Text(source.secret.reveal());
}
