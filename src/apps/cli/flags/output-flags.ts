// The flags that shape what is printed.
import { textFlag } from "./flag.ts";

export const formatFlag = {
  format: textFlag(
    "How to print: table, json, yaml or pretty; `read` also takes raw. The default is table. Environment: VAULT_FORMAT.",
    { choices: ["table", "json", "yaml", "pretty", "raw"] },
  ),
};

export const fieldFlag = {
  field: textFlag(
    "Print only this field, without a line end when piped, so that it can be used as it is. With -format=json the field is printed as JSON.",
  ),
};
