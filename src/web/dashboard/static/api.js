// Asks the program: questions, orders, and who may.

/** @import { Act, Acted } from '../api.ts' */

/** The program said no, or nothing. */
export class Refusal extends Error {
  /** @param {string} message for a person @param {number} [status] absent: there was no answer */
  constructor(message, status) {
    super(message)
    this.status = status
  }
}

const NO_ANSWER = 'The program does not answer.'

/**
 * @param {string} path
 * @param {RequestInit} [how]
 * @returns {Promise<Response>} one that is fine
 * @throws {Refusal}
 */
export async function request(path, how) {
  const answer = await fetch(path, how).catch(error => {
    if (error.name === 'AbortError') throw error
    throw new Refusal(NO_ANSWER)
  })
  if (answer.ok) return answer
  if (answer.status === 401) dispatchEvent(new CustomEvent('sign-in-wanted'))
  throw new Refusal(await reasonOf(answer), answer.status)
}

/** @param {Response} answer */
async function reasonOf(answer) {
  const said = await answer.json().catch(() => undefined)
  return typeof said?.error === 'string' ? said.error : `The program answered ${answer.status}.`
}

/**
 * One question at a time: the answer to an older one never comes.
 * @template T
 */
export function questions() {
  let last = new AbortController()
  /**
   * @param {string} path
   * @param {Record<string, string | undefined>} [asked]
   * @returns {Promise<T>}
   */
  return async (path, asked = {}) => {
    last.abort()
    last = new AbortController()
    const { signal } = last
    const given = Object.entries(asked).flatMap(([name, value]) => (value ? [[name, value]] : []))
    const answer = await request(given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path, { signal })
    return answer.json()
  }
}

/** @param {unknown} error an answer that nobody waits for any more is no failure */
export const isDropped = error => error instanceof Error && error.name === 'AbortError'

/** @param {unknown} error */
export const wordsOf = error => (error instanceof Error ? error.message : String(error))

/** Also where the page does not come by https. */
export const newKey = () => Array.from(crypto.getRandomValues(new Uint32Array(4)), word => word.toString(36)).join('-')

const JSON_BODY = { 'content-type': 'application/json' }

/** @param {Act} act @param {string} key by it the same order is known again @returns {Promise<Acted>} */
export async function order(act, key) {
  const headers = { ...JSON_BODY, 'idempotency-key': key }
  const answer = await request('/api/act', { method: 'POST', headers, body: JSON.stringify(act) })
  return answer.json()
}

/** @param {string} token */
export async function signIn(token) {
  const answer = await fetch('/login', { method: 'POST', headers: JSON_BODY, body: JSON.stringify({ token }) }).catch(
    () => {
      throw new Refusal(NO_ANSWER)
    },
  )
  if (!answer.ok) throw new Refusal(await reasonOf(answer), answer.status)
}

export const signOut = () => request('/logout', { method: 'POST', headers: JSON_BODY, body: '{}' })
