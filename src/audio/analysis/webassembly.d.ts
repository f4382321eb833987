// The part of WebAssembly that is used: TypeScript keeps it in its browser library.
declare namespace WebAssembly {
  type Imports = object
  interface Module {
    readonly [Symbol.toStringTag]: string
  }
  interface Instance {
    readonly exports: object
  }
  function compile(bytes: Uint8Array): Promise<Module>
  function instantiate(module: Module, imports: Imports): Promise<Instance>
}
