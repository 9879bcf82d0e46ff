// The engine in a thread of its own: each message asks one thing, each gets one
// answer, in order. It fetches nothing, and the page's policy holds for it too.

import { Answers, answerOf } from "./answers";
import type { Given, Name } from "./answers";
import { EngineFaultError, EngineRefusalError } from "./errors";
import { startWith } from "./table";

/** The first message is the engine's module; it gets no answer. */
export interface Question {
  number: number;
  name: Name;
  given: Given<Name>;
}
export type Reply = { number: number } & ({ answer: unknown } | { fault: { during: string; detail: string } } | { refusal: string });

const answers = new Answers();

function reply({ number, name, given }: Question): Reply {
  try {
    return { number, answer: answerOf(answers, name, given) };
  } catch (cause) {
    if (cause instanceof EngineRefusalError) return { number, refusal: cause.message };
    const { during, detail } = cause instanceof EngineFaultError ? cause : { during: name, detail: cause instanceof Error ? cause.name : typeof cause };
    return { number, fault: { during, detail } };
  }
}

const send = (message: Reply): void => self.postMessage(message, { transfer: "answer" in message ? handed(message.answer) : [] });

/** What goes over to the page and is not copied. */
const handed = (answer: unknown): ArrayBuffer[] => Object.values(Object(answer)).flatMap((part) => (part instanceof Uint16Array && part.buffer instanceof ArrayBuffer ? part.buffer : []));

self.onmessage = (event: MessageEvent<Question | ArrayBuffer>): void => {
  // Where the module is refused, the error ends the thread's start, and the page goes on without it.
  if (event.data instanceof ArrayBuffer) startWith(event.data);
  else send(reply(event.data));
};
