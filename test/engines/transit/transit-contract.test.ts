// Transit keeps to what every engine keeps to. The samples ask for nothing random, which would differ from one core to
// the next: the wrapping key is one, and no sample encrypts.

import { generateKeyBytes } from "#crypto/asymmetric-key.ts";
import { wrappingKeyPlace, wrappingKeyRecord } from "#engines/transit/keys/wrapping-key.ts";
import { transitEngine } from "#engines/transit/transit-engine.ts";
import type { TestCore } from "#test/core-harness/test-core.ts";
import { runEngineContract } from "../../contracts/engine-contract.ts";
import { made } from "./transit-stage.ts";

const wrappingKey = await generateKeyBytes({ type: "rsa", bits: 4096 });

runEngineContract({
  name: "transit",
  engine: transitEngine,
  mount: { path: "transit/", type: "transit" },
  samples: {
    name: "k",
    plaintext: "neither",
    type: "aes256-gcm96",
    source: "nowhere",
    destination: "none",
    min_decryption_version: 2,
    min_encryption_version: 20,
    min_available_version: 2,
    deletion_allowed: true,
    auto_rotate_period: "24h",
    size: 100,
    disable_upsert: true,
    reference: "mine",
    partial_failure_response_code: 207,
  },
  prepare,
});

/** A key with so many versions that some are archived, and a record of each other kind. */
async function prepare(core: TestCore): Promise<void> {
  await made(core, "k");
  for (let version = 2; version <= 40; version++) await core.post("transit/keys/k/rotate");
  await core.post("transit/keys/k/config", { deletion_allowed: true, min_encryption_version: 20 });
  await core.post("transit/config/keys", { disable_upsert: false });
  await core.post("transit/cache-config", { size: 10 });
  const written = core.thread.transactor.run((transaction) => {
    const uuid = core.thread.mounts.at("root", "transit/")?.uuid;
    transaction.write(wrappingKeyRecord, `settings/root/${uuid}/${wrappingKeyPlace}`, wrappingKey);
  });
  await core.node.turns.during(written);
}
