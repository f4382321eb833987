// A fetch that ends: a request that is not answered in time is cut, with its connection, so the next one gets a new one.

export interface Bounds {
  /** The program's own end. */
  signal: AbortSignal
  /** Milliseconds until the answer must have begun. */
  headersMs: number
  /** Milliseconds until it must be complete. */
  totalMs: number
}

/**
 * The SDK's own time-out neither ends the request nor covers the body; this one does both. Node itself gives up
 * connecting after ten seconds.
 */
export function boundedFetch(send: typeof globalThis.fetch, bounds: Bounds): typeof globalThis.fetch {
  return async (input, init) => {
    const silence = new AbortController()
    const timer = setTimeout(() => silence.abort(tooLate()), bounds.headersMs)
    const signal = AbortSignal.any([bounds.signal, AbortSignal.timeout(bounds.totalMs), silence.signal])
    try {
      return await send(input, { ...init, signal })
    } finally {
      clearTimeout(timer)
    }
  }
}

const tooLate = () => new DOMException('no answer has begun', 'TimeoutError')
