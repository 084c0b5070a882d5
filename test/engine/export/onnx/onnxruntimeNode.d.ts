/** What this version of onnxruntime-node forgot to say of itself. */
declare module 'onnxruntime-node' {
  export * from 'onnxruntime-common';
}
