// Chromaprint of the first 120 seconds, by the real library compiled to WebAssembly. It was built for browsers, so it
// is started with a hook for its bytes and runs in the analysis thread only, where a `window` disturbs nobody.

import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { z } from 'zod'

const RATE = 44_100
const SECONDS = 120
const LEAST_SECONDS = 3
const ALGORITHM_TEST2 = 1
const BLOCK = 1 << 14

type NumberCall = (...args: number[]) => number
interface Library {
  new: NumberCall
  start: NumberCall
  feed: NumberCall
  finish: NumberCall
  get: NumberCall
  free: NumberCall
  malloc: NumberCall
  release: NumberCall
  text: (pointer: number) => string
  heap16: () => Int16Array
  heap32: () => Int32Array
}

export interface Fingerprinter {
  push(samples: Float32Array): void
  /** Compressed, in base64, as `fpcalc` prints it; undefined for less than three seconds. */
  finish(): string | undefined
}

let loaded: Promise<Library> | undefined // compiled once a thread

/** Takes mono samples at 44.1 kHz. */
export async function createFingerprinter(): Promise<Fingerprinter> {
  loaded ??= loadLibrary()
  const library = await loaded
  const context = library.new(ALGORITHM_TEST2)
  if (!context || !library.start(context, RATE, 1)) throw new Error('Chromaprint could not be started')
  const block = library.malloc(BLOCK * 2)
  let taken = 0
  return {
    push(samples) {
      const wanted = Math.min(samples.length, SECONDS * RATE - taken)
      for (let from = 0; from < wanted; from += BLOCK) {
        const count = Math.min(BLOCK, wanted - from)
        const heap = library.heap16()
        for (let i = 0; i < count; i += 1)
          heap[block / 2 + i] = Math.max(-32_768, Math.min(32_767, Math.round((samples[from + i] ?? 0) * 32_768)))
        library.feed(context, block, count)
      }
      taken += Math.max(0, wanted)
    },
    finish() {
      library.finish(context)
      const text = taken >= LEAST_SECONDS * RATE ? readFingerprint(library, context) : undefined
      library.release(block)
      library.free(context)
      return text
    },
  }
}

function readFingerprint(library: Library, context: number): string | undefined {
  const pointer = library.malloc(4)
  const found = library.get(context, pointer)
  const address = library.heap32()[pointer / 4] ?? 0
  const text = found && address ? library.text(address) : undefined
  if (address) library.release(address)
  library.release(pointer)
  return text || undefined
}

const call = z.custom<NumberCall>(value => typeof value === 'function')
const Module = z.object({
  _chromaprint_new: call,
  _chromaprint_start: call,
  _chromaprint_feed: call,
  _chromaprint_finish: call,
  _chromaprint_get_fingerprint: call,
  _chromaprint_free: call,
  _malloc: call,
  _free: call,
  UTF8ToString: z.custom<(pointer: number) => string>(value => typeof value === 'function'),
})

type Receive = (instance: WebAssembly.Instance, module: WebAssembly.Module) => void

async function loadLibrary(): Promise<Library> {
  const require = createRequire(import.meta.url)
  const bytes = await readFile(require.resolve('@unimusic/chromaprint/dist/chromaprint.wasm'))
  const compiled = await WebAssembly.compile(bytes)
  if (!('window' in globalThis)) Object.defineProperty(globalThis, 'window', { value: {}, configurable: true })
  const { default: create }: { default: (options: object) => Promise<unknown> } = await import(
    '@unimusic/chromaprint/dist/chromaprint.js'
  )
  const instantiateWasm = (imports: WebAssembly.Imports, receive: Receive) => {
    void WebAssembly.instantiate(compiled, imports).then(instance => receive(instance, compiled))
    return {}
  }
  const created = await create({ instantiateWasm })
  const module = Module.parse(created)
  const heaps = created as { HEAP16: Int16Array; HEAP32: Int32Array } // replaced whenever its memory grows, so read anew each time
  return {
    new: module._chromaprint_new,
    start: module._chromaprint_start,
    feed: module._chromaprint_feed,
    finish: module._chromaprint_finish,
    get: module._chromaprint_get_fingerprint,
    free: module._chromaprint_free,
    malloc: module._malloc,
    release: module._free,
    text: module.UTF8ToString,
    heap16: () => heaps.HEAP16,
    heap32: () => heaps.HEAP32,
  }
}
