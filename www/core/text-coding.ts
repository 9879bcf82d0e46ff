// UTF-8 for places that have neither TextDecoder nor TextEncoder, such as Google Apps Script. Imported before the engine's
// own glue, which makes one of each as soon as it is loaded. Where they are there, nothing is touched.

/** Reads UTF-8; what is not UTF-8 becomes U+FFFD. */
export function decoded(bytes: Uint8Array): string {
  let text = "";
  let units: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at++]!;
    let code = first;
    if (first >= 0x80) {
      const more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc0 ? 1 : 0;
      code = more === 0 ? 0xfffd : first & (0x3f >> more);
      for (let left = more; left > 0; left--) {
        const next = bytes[at];
        if (next === undefined || (next & 0xc0) !== 0x80) {
          code = 0xfffd;
          break;
        }
        code = (code << 6) | (next & 0x3f);
        at++;
      }
    }
    if (code > 0xffff) {
      units.push(0xd800 + ((code - 0x10000) >> 10), 0xdc00 + ((code - 0x10000) & 0x3ff));
    } else {
      units.push(code);
    }
    // As many units as any engine takes as arguments at once.
    if (units.length > 4096) {
      text += String.fromCharCode.apply(null, units);
      units = [];
    }
  }
  return text + String.fromCharCode.apply(null, units);
}

/** Writes UTF-8; half a surrogate pair becomes U+FFFD. */
export function encoded(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    let code = text.charCodeAt(at);
    if (code >= 0xd800 && code <= 0xdfff) {
      const low = text.charCodeAt(at + 1);
      if (code < 0xdc00 && low >= 0xdc00 && low <= 0xdfff) {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        at++;
      } else {
        code = 0xfffd;
      }
    }
    if (code < 0x80) {
      bytes[length++] = code;
    } else if (code < 0x800) {
      bytes[length++] = 0xc0 | (code >> 6);
      bytes[length++] = 0x80 | (code & 0x3f);
    } else if (code < 0x10000) {
      bytes[length++] = 0xe0 | (code >> 12);
      bytes[length++] = 0x80 | ((code >> 6) & 0x3f);
      bytes[length++] = 0x80 | (code & 0x3f);
    } else {
      bytes[length++] = 0xf0 | (code >> 18);
      bytes[length++] = 0x80 | ((code >> 12) & 0x3f);
      bytes[length++] = 0x80 | ((code >> 6) & 0x3f);
      bytes[length++] = 0x80 | (code & 0x3f);
    }
  }
  return bytes.subarray(0, length);
}

const world = globalThis as { TextDecoder?: unknown; TextEncoder?: unknown };

if (typeof world.TextDecoder === "undefined") {
  world.TextDecoder = class {
    decode(bytes?: Uint8Array): string {
      return bytes === undefined ? "" : decoded(bytes);
    }
  };
}
if (typeof world.TextEncoder === "undefined") {
  world.TextEncoder = class {
    encode(text: string): Uint8Array {
      return encoded(text);
    }
  };
}
