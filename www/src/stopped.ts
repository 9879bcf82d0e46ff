/** The reader has chosen to stop a long piece of work. */
export class StoppedError extends Error {
  override name = "StoppedError";
}
