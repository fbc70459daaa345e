// userpass: users with passwords (vault-api.md §1.13).
import { defineEngine } from "#contract/engine.ts";
import { loginPath, renewLogin } from "./login-path.ts";
import { passwordPath, policiesPath, userPath, usersPath } from "./user-paths.ts";
import type { Userpass } from "./userpass.ts";

export const userpassEngine = defineEngine<Userpass>({
  type: "userpass",
  kind: "auth",
  paths: [usersPath, userPath, passwordPath, policiesPath, loginPath],
  open: ({ passwords }) => ({ passwords }),
  renew: renewLogin,
});
