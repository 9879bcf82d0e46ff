// Why the engine gave no answer.

/** The engine stopped inside a call. Its message holds nothing of a learner. */
export class EngineFaultError extends Error {
  override name = "EngineFaultError";
  constructor(
    readonly during: string,
    readonly detail: string,
  ) {
    super(`The engine stopped while it was to ${during}`);
  }
}

/** The engine is well, and says why it will not take what it was given. */
export class EngineRefusalError extends Error {
  override name = "EngineRefusalError";
}

/** The engine could not be started at all: no WebAssembly in this browser. */
export class EngineUnavailableError extends Error {
  override name = "EngineUnavailableError";
}
