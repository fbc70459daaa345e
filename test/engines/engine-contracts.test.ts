// The secrets engines keep to the contract of all engines.
import { cubbyholeEngine } from "#engines/cubbyhole/cubbyhole-engine.ts";
import { kvEngine } from "#engines/kv/kv-engine.ts";
import { runEngineContract } from "../contracts/engine-contract.ts";

runEngineContract({
  name: "kv v1",
  engine: kvEngine,
  mount: { path: "kv/", type: "kv" },
  samples: { path: "a" },
  async prepare(core) {
    await core.post("kv/a", { x: 1 });
  },
});

runEngineContract({
  name: "kv v2",
  engine: kvEngine,
  mount: { path: "kv/", type: "kv", options: { version: "2" } },
  samples: {
    path: "a",
    data: { x: 1 },
    versions: [1, 2],
    version: 1,
    custom_metadata: { k: "v" },
    max_versions: 200,
  },
  async prepare(core) {
    // Enough for every kind of record: settings, values in and beside the key, infos apart.
    await core.post("kv/config", { max_versions: 200 });
    for (let version = 1; version <= 130; version++) {
      await core.post("kv/data/a", { data: { x: "v".repeat(version === 1 ? 5000 : 5) } });
    }
  },
});

runEngineContract({
  name: "cubbyhole",
  engine: cubbyholeEngine,
  mount: { path: "cubbyhole/", type: "cubbyhole" },
  samples: { path: "a" },
  async prepare(core) {
    await core.post("cubbyhole/a", { x: 1 });
  },
});
