// YAML by the `yaml` package, loaded only when asked for. Strings that YAML 1.1 readers take for something else
// ("n", "yes", times) are quoted; members are sorted, as Vault's are.
import { Document, Scalar, type ScalarTag, type Tags } from "yaml";
import { isJsonObject, isRawNumber, type Json } from "#client/json-text.ts";

/** With a line end. */
export function yamlOutput(value: Json): string {
  const document = new Document(withRawNumbers(value), { version: "1.1", sortMapEntries: true, customTags });
  return document.toString({ lineWidth: 0, indentSeq: false, defaultStringType: "PLAIN" });
}

class NumberAsWritten {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const numberAsWritten: ScalarTag = {
  tag: "tag:yaml.org,2002:float",
  default: true,
  resolve: (text) => text,
  identify: (value) => value instanceof NumberAsWritten,
  stringify: ({ value }) => (value instanceof NumberAsWritten ? value.text : ""),
};

function customTags(tags: Tags): Tags {
  return [numberAsWritten, ...tags];
}

function withRawNumbers(value: Json): unknown {
  if (isRawNumber(value)) return new Scalar(new NumberAsWritten(value.rawJSON));
  if (Array.isArray(value)) return value.map(withRawNumbers);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withRawNumbers(member)]));
}
