// The front door of threads: the program's compile cache is not theirs until they open it, and without it every thread
// strips and compiles its TypeScript anew. Its argument is the module to run.
import module from 'node:module'

module.enableCompileCache?.()
await import(process.argv[2] ?? '')
module.flushCompileCache?.()
