declare module "*.scss";
declare module "*.wasm?gzip" {
  const packed: Uint8Array<ArrayBuffer>;
  export default packed;
}
declare module "*?worker&inline" {
  const Thread: new () => Worker;
  export default Thread;
}
declare module "*?raw" {
  const text: string;
  export default text;
}
