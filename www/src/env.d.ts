declare module "*.wasm?bytes" {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
declare module "*.scss";
declare module "*.wasm?gzip" {
  const packed: Uint8Array<ArrayBuffer>;
  export default packed;
}
