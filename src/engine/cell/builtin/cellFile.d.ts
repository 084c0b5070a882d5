declare module '*.cell' {
  const source: string;
  export default source;
}
