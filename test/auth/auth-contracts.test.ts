// The auth methods keep to the contract of all engines.
import { userpassEngine } from "#auth/userpass/userpass-engine.ts";
import { runEngineContract } from "../contracts/engine-contract.ts";

runEngineContract({
  name: "userpass",
  engine: userpassEngine,
  mount: { path: "auth/userpass/", type: "userpass" },
  samples: { username: "bob", password: "pw", token_policies: ["a"], token_ttl: "1h" },
  async prepare(core) {
    await core.post("auth/userpass/users/bob", { password: "pw" });
  },
});
