// The WebAssembly modules are carried packed, which halves the file. A stream
// inside the page unpacks them; nothing is fetched.

export async function unpack(packed: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}
