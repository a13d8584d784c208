// A style sheet's address, made by the build.
declare module '*.css?url' {
  const address: string;
  export default address;
}
