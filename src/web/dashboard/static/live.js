// The line to the program: what is new comes by it, and its end is noticed, also when nothing says so.

/** @import { Ended, Now } from '../api.ts' */

import { isDropped, Refusal, request, wordsOf } from './api.js'

/**
 * @typedef {{ state: 'live' } | { state: 'resting' } | { state: 'lost', seen?: number, why: string }} Line
 * @typedef {object} Listener
 * @property {(now: Now) => void} now
 * @property {(ended: Ended) => void} ended
 * @property {(line: Line) => void} line
 */

/** The program says something at least every 15 s. */
const SILENCE_MS = 40_000
/** A page that nobody sees gives its line back: a browser has six for all its pages. */
const UNSEEN_MS = 20_000
const FIRST_WAIT_MS = 1000
const MOST_WAIT_MS = 15_000

let aheadMs = 0
let isLeft = false
addEventListener('pagehide', () => {
  isLeft = true
})
addEventListener('pageshow', () => {
  isLeft = false
})

/** A page that was left is kept by the browser for the way back: it asks nothing. */
const isSeen = () => !isLeft && !document.hidden

/** What time it is where the program runs. */
export const there = () => Date.now() + aheadMs

/** @param {Listener} listener */
export async function listen({ now, ended, line }) {
  let waitMs = FIRST_WAIT_MS
  let seen = /** @type {number | undefined} */ (undefined)
  const heard = () => {
    waitMs = FIRST_WAIT_MS
    seen = Date.now()
    line({ state: 'live' })
  }
  /** @param {string} name @param {any} data */
  const take = (name, data) => {
    if (name === 'ended') ended(data)
    if (name !== 'now') return
    aheadMs = data.at - Date.now()
    now(data)
  }
  for (;;) {
    const why = await follow(heard, take).catch(wordsOf)
    if (!isSeen()) {
      line({ state: 'resting' })
      await until(['visibilitychange', 'pageshow'])
    } else {
      line({ state: 'lost', seen, why })
      await until(WAKERS, waitMs)
      waitMs = Math.min(MOST_WAIT_MS, waitMs * 2)
    }
  }
}

/** Whoever looks, signs in or is on a network again need not wait. */
const WAKERS = ['visibilitychange', 'online', 'signed-in', 'pageshow', 'try-again']

/** @param {readonly string[]} names events, while somebody looks @param {number} [ms] at the latest */
const until = (names, ms) =>
  new Promise(resolve => {
    const go = () => {
      if (!isSeen()) return
      clearTimeout(timer)
      for (const name of names) removeEventListener(name, go)
      resolve(undefined)
    }
    const timer = ms === undefined ? undefined : setTimeout(go, ms)
    for (const name of names) addEventListener(name, go)
  })

/**
 * @param {() => void} heard each time that anything comes
 * @param {(name: string, data: unknown) => void} take
 * @returns {Promise<string>} why it ended
 */
async function follow(heard, take) {
  const end = endOfLine()
  try {
    const { body } = await request('/api/events', { signal: end.signal, headers: { accept: 'text/event-stream' } })
    if (!body) throw new Refusal('The program sent nothing.')
    const reader = body.pipeThrough(new TextDecoderStream()).getReader()
    let left = ''
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return 'The program ended the line.'
      end.heard()
      heard()
      const parts = (left + value).split('\n\n')
      left = parts.pop() ?? ''
      for (const part of parts) takePart(part, take)
    }
  } catch (error) {
    if (isDropped(error)) return 'Nothing came any more.'
    if (error instanceof Refusal) throw error
    return 'The line was cut.'
  } finally {
    end.off()
  }
}

/** Ends a line that is silent, or that nobody looks at. */
function endOfLine() {
  const controller = new AbortController()
  const abort = () => controller.abort()
  let silence = setTimeout(abort, SILENCE_MS)
  let unseen = document.hidden ? setTimeout(abort, UNSEEN_MS) : undefined
  const look = () => {
    clearTimeout(unseen)
    unseen = document.hidden ? setTimeout(abort, UNSEEN_MS) : undefined
  }
  addEventListener('visibilitychange', look)
  addEventListener('pagehide', abort)
  return {
    signal: controller.signal,
    heard() {
      clearTimeout(silence)
      silence = setTimeout(abort, SILENCE_MS)
    },
    off() {
      clearTimeout(silence)
      clearTimeout(unseen)
      removeEventListener('visibilitychange', look)
      removeEventListener('pagehide', abort)
    },
  }
}

/** @param {string} part lines `event: …` and `data: …`; others are only there to be heard @param {(name: string, data: unknown) => void} take */
function takePart(part, take) {
  const lines = part.split('\n')
  const of = (/** @type {string} */ name) =>
    lines.flatMap(line => (line.startsWith(`${name}:`) ? [line.slice(name.length + 1).trimStart()] : []))
  const data = of('data').join('\n')
  if (data !== '') take(of('event')[0] ?? 'message', JSON.parse(data))
}
