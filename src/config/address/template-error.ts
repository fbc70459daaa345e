/** Why a template of an address cannot be resolved. The message completes "template …". */
export class TemplateError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "TemplateError";
  }
}
