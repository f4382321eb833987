// A question to Eagle: in its turn, its envelope opened, its refusals in our classes.

import type { z } from 'zod'
import { Environment, type Fault, Transient } from '../errors.ts'
import type { Lanes } from '../lanes/lanes.ts'
import { type Answer, type Asked, type EagleAddress, exchange } from './exchange.ts'
import { Envelope } from './schemas.ts'

export interface Question<T> extends Asked {
  /** What it wants, for people: "Eagle does not <this>". */
  about: string
  form: z.ZodType<T>
  /** What `status: error` means; default: it may work later. */
  refused?: (said: string) => Fault | undefined
}

export interface Requests {
  /** @returns undefined when `refused` says that a refusal is no fault */
  ask<T>(question: Question<T>): Promise<T | undefined>
  /** The bare exchange, in its turn. */
  send(asked: Asked): Promise<Answer>
}

export type RequestsDeps = EagleAddress & {
  lanes: Pick<Lanes, 'run'>
  /** For whoever must not be held up: how long it waits for its turn, and for the answer; default: as long as usual. */
  hasty?: { patienceMs: number; timeoutMs: number }
}

const LANE = 'eagle'

export function openRequests({ lanes, hasty, ...address }: RequestsDeps): Requests {
  const send = (asked: Asked) =>
    lanes.run(LANE, () => exchange(address, { ...(hasty && { timeoutMs: hasty.timeoutMs }), ...asked }), {
      signal: asked.signal,
      about: asked.path,
      patienceMs: hasty?.patienceMs,
    })
  return {
    send,
    ask: async question => meant(await send(question), question),
  }
}

/** The body's status decides, not HTTP's: errors come with 200 too. */
function meant<T>({ status, body }: Answer, { about, form, path, refused }: Question<T>): T | undefined {
  const options = { fields: { path, status } }
  if (status === 401 || status === 403) throw noToken(options)
  const envelope = Envelope.safeParse(body).data
  if (!envelope) throw new Transient(`Eagle gave no answer that can be read when asked to ${about}`, options)
  if (envelope.status !== 'success') {
    const said = saidBy(envelope, status)
    const fault = refused ? refused(said) : new Transient(`Eagle does not ${about}: ${said}`, options)
    if (fault) throw fault
    return undefined
  }
  const parsed = form.safeParse(envelope.data)
  if (parsed.success) return parsed.data
  const at = parsed.error.issues[0]?.path.join('.')
  throw new Environment(`Eagle answers in a form that this version does not know (${path}${at && `: ${at}`})`, options)
}

const saidBy = ({ message, code, data }: z.output<typeof Envelope>, status: number): string =>
  message ?? code ?? (typeof data === 'string' && data ? data : `error ${status}`)

export const noToken = (options: { fields: Record<string, unknown> }): Fault =>
  new Environment('Eagle wants its token: put it into EAGLE_TOKEN (Eagle, Preferences, Developer)', options)
