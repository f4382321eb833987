// The door to one service: each question goes through its lane, is asked once, and comes back as our type or a fault.

import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { type Fault, InputFault, Transient } from '../../errors.ts'
import type { Lanes } from '../../lanes/lanes.ts'
import type { ProviderName } from '../../model/metadata.ts'
import type { Egress } from '../egress.ts'
import { statusFault } from '../http-status.ts'
import { askForJson, type JsonAnswer } from './http-json.ts'
import { openOnce } from './once.ts'

export interface DoorDeps {
  egress: Egress
  lanes: Pick<Lanes, 'run'>
  /** Who asks, as services want to know it. */
  userAgent: string
}

interface Service {
  name: ProviderName
  baseUrl: string
  /** What this service means by an answer; undefined: what everybody means. */
  meaningOf?: (answer: JsonAnswer, now: number) => Meaning | undefined
}
export type Meaning = Fault | 'not there' | 'good'

/** Answers are small once they are parsed; this many of each kind are kept. */
const MOST_KEPT = 300

/** @returns undefined when the service does not know it */
type Question<Q, T> = (question: Q, signal: AbortSignal) => Promise<T | undefined>

export interface Door {
  /** @param schema of the good answer; the question is the path behind the base address */
  gets<T>(schema: z.ZodType<T>): Question<string, T>
  posts<T>(path: string, schema: z.ZodType<T>): Question<Readonly<Record<string, string>>, T>
}

export function openDoor(deps: DoorDeps, { name, baseUrl, meaningOf = () => undefined }: Service): Door {
  const base = baseUrl.replace(/\/+$/, '')

  function through<T>(schema: z.ZodType<T>) {
    const once = openOnce<T | undefined>(MOST_KEPT)
    return (asked: { path: string; form?: Readonly<Record<string, string>>; signal: AbortSignal }) => {
      const { path, form, signal } = asked
      const key = form ? `${path} ${hashOf(JSON.stringify(form))}` : path
      const ask = async () => {
        const answer = await askForJson(deps.egress, { ...asked, url: `${base}/${path}`, userAgent: deps.userAgent })
        return understood(answer, meaningOf(answer, Date.now()) ?? usualMeaning(answer), schema)
      }
      return once(key, signal, () => deps.lanes.run(name, ask, { signal, about: key }))
    }
  }

  return {
    gets: schema => {
      const send = through(schema)
      return (path, signal) => send({ path, signal })
    },
    posts: (path, schema) => {
      const send = through(schema)
      return (form, signal) => send({ path, form, signal })
    },
  }
}

function understood<T>({ host, status, body }: JsonAnswer, meaning: Meaning, schema: z.ZodType<T>): T | undefined {
  if (meaning === 'not there') return undefined
  if (meaning !== 'good') throw meaning
  if (body === undefined) throw new Transient(`${host} answered with something that is no JSON`, { fields: { status } })
  const { success, data, error } = schema.safeParse(body)
  if (success) return data
  const at = error.issues[0]?.path.join('.')
  throw new Transient(`${host} answered otherwise than it is known to (${at})`, { cause: error, fields: { status } })
}

function usualMeaning({ status, host, retryAfter }: JsonAnswer): Meaning {
  if (status === 404 || status === 410) return 'not there'
  const fault = statusFault({ status, host, retryAfter, now: Date.now() })
  if (!(fault instanceof InputFault)) return fault ?? 'good'
  return new InputFault(`${host} did not take the question (${status})`, 'Metadata_Failed', {
    fields: { status, host },
  })
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('base64')
