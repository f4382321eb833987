// Status codes of a server, in our classes.

import { type Fault, InputFault, Limited, Transient } from '../errors.ts'
import { waitUntil } from '../model/retry-after.ts'

interface Answer {
  status: number
  host: string
  /** The `Retry-After` header. */
  retryAfter?: string
  now: number
}

/** The fault a status means; undefined for a good one. */
export function statusFault({ status, host, retryAfter, now }: Answer): Fault | undefined {
  if (status === 200 || status === 203) return undefined
  const options = { fields: { status, host } }
  if (status === 404 || status === 410)
    return new InputFault(`the link is dead (${status})`, 'Download_Failed', options)
  if (status === 401) return new InputFault(`${host} asks for a login (401)`, 'Needs_Login', options)
  if (status === 403) return new InputFault(`${host} does not give this file out (403)`, 'Download_Failed', options)
  if (status === 429) {
    return new Limited(`${host} asks us to wait (429)`, waitUntil(retryAfter, now), options)
  }
  if (status === 408 || status === 425 || status >= 500) {
    return new Transient(`${host} is not able to answer just now (${status})`, options)
  }
  return new InputFault(`${host} did not give the file out (${status})`, 'Download_Failed', options)
}
