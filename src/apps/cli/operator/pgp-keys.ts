// Public PGP keys from files, as the API wants them: base64 of the binary form.
import { readFile } from "node:fs/promises";
import { decodeBase64, encodeBase64 } from "#base/bytes.ts";
import { CliError } from "../cli-error.ts";

/** @param list paths, separated by commas @throws CliError (exit 1) that names the file */
export async function readPgpKeys(list: string, flag: string): Promise<string[]> {
  const paths = list.split(",").map((path) => path.trim());
  return await Promise.all(paths.map((path) => readPgpKey(path, flag)));
}

export async function readPgpKey(path: string, flag: string): Promise<string> {
  if (path.startsWith("keybase:")) {
    throw new CliError(
      `invalid value "${path}" for flag -${flag}: keys are not fetched from Keybase: save the public key to a file and name that`,
    );
  }
  const bytes = await readFile(path.replace(/^@/, "")).catch((error: NodeJS.ErrnoException) => {
    throw new CliError(
      `invalid value "${path}" for flag -${flag}: open ${path}: ${error.code ?? error.message}`,
      1,
      error,
    );
  });
  const text = bytes.toString("latin1").trim();
  if (text.startsWith("-----BEGIN PGP")) return fromArmor(text, path, flag);
  return decodeBase64(text.replace(/\s+/g, "")) === undefined
    ? encodeBase64(bytes)
    : text.replace(/\s+/g, "");
}

/** ASCII armor (RFC 9580 §6): headers up to an empty line, base64, an optional checksum after "=". */
function fromArmor(text: string, path: string, flag: string): string {
  const match =
    /^-----BEGIN PGP[^\n]*\n(?:[^\n]+\n)*?\s*\n([A-Za-z0-9+/=\s]+?)(?:\n=[A-Za-z0-9+/]{4})?\s*-----END PGP/m.exec(
      text.replaceAll("\r", ""),
    );
  const body = match?.[1]?.replace(/\s+/g, "");
  if (body === undefined || decodeBase64(body) === undefined) {
    throw new CliError(`invalid value "${path}" for flag -${flag}: the file holds no readable PGP key`);
  }
  return body;
}
