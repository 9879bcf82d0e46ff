declare module "*.wasm?bytes" {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
declare module "*.scss";
