// Microsoft's own custom functions runtime, from the package that Excel's pages are served from, with a bridge in the place
// of Excel: what it sends to a function, and what it gets back, is what Excel would send and get.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import vm from "node:vm";

const officeJs = join(dirname(createRequire(import.meta.url).resolve("@microsoft/office-js/package.json")), "dist");
const runtime = new vm.Script(readFileSync(join(officeJs, "custom-functions-runtime.debug.js"), "utf8"), {
  filename: "custom-functions-runtime.debug.js",
});
const functions = new vm.Script(readFileSync(fileURLToPath(new URL("../dist/functions.js", import.meta.url)), "utf8"), {
  filename: "functions.js",
});

/** The runtime looks for a script that only Office's own pages have, and complains once, when nobody listens any more. */
const patient = (act) => (...given) => {
  try {
    act(...given);
  } catch (cause) {
    if (!/MicrosoftAjax/.test(String(cause))) throw cause;
  }
};

/** How Excel marks a call. */
export const FLAGS = { cancelable: 1, streaming: 2, errors: 4, rich: 8 };
/** The numbers by which the runtime tells Excel which error a cell shows. */
export const ERRORS = { 1: "#N/A", 2: "#VALUE!", 3: "#VALUE!", 7: "#VALUE!", 6: "#NUM!" };

export class Excel {
  #context;
  #bridge;
  #answers = new Map();
  #waiting = new Map();
  #next = 1;
  #timers = new Set();

  /** Starts the runtime and the add-in's own script in it. `settings` is what the workbook keeps. */
  constructor({ settings = null, ready = null } = {}) {
    const excel = this;
    const bridge = {
      sendMessageToHost: (text) => {
        const message = JSON.parse(text);
        if (message.type === 1) excel.#answered(message);
      },
    };
    const element = { setAttribute() {}, appendChild() {}, getElementsByTagName: () => [], style: {} };
    const script = { src: "https://addin.example/custom-functions-runtime.js", getAttribute: () => null };
    const document = {
      scripts: [script],
      getElementsByTagName: (tag) => (tag === "script" ? [script] : [element]),
      createElement: () => ({ ...element }),
      head: element,
      body: element,
      cookie: "",
      addEventListener() {},
    };
    const context = vm.createContext({
      _richApiNativeBridge: bridge,
      document,
      location: { href: "https://addin.example/pane.html", search: "", hash: "", origin: "https://addin.example" },
      navigator: { userAgent: "Chrome", language: "en-GB" },
      history: { replaceState() {}, pushState() {} },
      addEventListener() {},
      setTimeout: (act, ...how) => excel.#kept(setTimeout(patient(act), ...how)),
      clearTimeout,
      setInterval: (act, ...how) => excel.#kept(setInterval(patient(act), ...how)),
      clearInterval,
      TextDecoder,
      TextEncoder,
      console: { log() {}, warn() {}, error() {} },
    });
    context.window = context.self = context.top = context;
    this.#context = context;
    this.#bridge = bridge;
    runtime.runInContext(context);
    // What office.js sets where it is loaded too: the workbook's settings, and when they can be read.
    const kept = settings === null ? undefined : settings;
    context.Office = {
      onReady: () => ready ?? Promise.resolve(),
      context: { document: { settings: { get: (name) => (name === "bae-rules.settings" ? kept : undefined) } } },
    };
    functions.runInContext(context);
  }

  #kept(timer) {
    this.#timers.add(timer);
    return timer;
  }

  #answered(message) {
    const body = typeof message.message.body === "string" ? JSON.parse(message.message.body) : message.message.body;
    const seek = (part) => {
      if (!part || typeof part !== "object") return;
      if (part.Name === "SetInvocationResults" || part.Name === "SetInvocationArrayResults") {
        for (const result of part.ArgumentInfo.Arguments[0]) this.#take(result);
      }
      Object.values(part).forEach(seek);
    };
    seek(body);
    const response = { id: message.id, type: 2, message: { statusCode: 200, headers: {}, body: { Results: [] } } };
    setTimeout(() => this.#send(response), 0);
  }

  #take(result) {
    const [id, done, value, code] = Array.isArray(result)
      ? result
      : [result.id, !result.failed, result.value, result.errorCode];
    const answer = done ? { value } : { error: ERRORS[code] ?? `error ${code}`, text: value };
    this.#answers.set(id, answer);
    this.#waiting.get(id)?.(answer);
  }

  #send(message) {
    vm.runInContext("(text) => _richApiNativeBridge.onMessageFromHost(text)", this.#context)(JSON.stringify(message));
  }

  /** Sends calls as one batch, as Excel does on a recalculation; gives all answers. */
  calls(all) {
    const ids = all.map(() => this.#next++);
    const promises = ids.map((id) => new Promise((resolve) => this.#waiting.set(id, resolve)));
    const entries = all.map(({ name, args, flags = FLAGS.errors, addresses }, at) => ({
      messageCategory: 1,
      messageType: 1000,
      message: [ids[at], name, args, "Sheet1!AC2", flags, addresses ?? null],
    }));
    this.#send({ type: 3, message: { entries } });
    return Promise.all(promises);
  }

  async call(name, args, more = {}) {
    const [answer] = await this.calls([{ name, args, ...more }]);
    return answer;
  }

  /** Says that nobody waits for a call any more. */
  cancel(id) {
    this.#send({ type: 3, message: { entries: [{ messageCategory: 1, messageType: 1001, message: { invocationId: id } }] } });
  }

  /** Ends what the runtime still waits for: a script that only Microsoft's servers have, whose absence it reports by a throw. */
  close() {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  /** The number that the next call will have. */
  get next() {
    return this.#next;
  }

  /** Runs code beside the add-in's. */
  run(code) {
    return vm.runInContext(code, this.#context);
  }
}

/** An error cell as Excel hands it over. */
export const errorCell = (code) => ({ type: "CustomFunctionError", code });
