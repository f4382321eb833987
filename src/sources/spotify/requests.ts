// One GET of Spotify's Web API: in its turn, signed in, its answer checked, its refusals told apart.

import type { z } from 'zod'
import { Environment, type Fault, InputFault, Limited, Transient } from '../../errors.ts'
import type { Turn } from '../../lanes/lane.ts'
import type { Lanes } from '../../lanes/lanes.ts'
import { type Answer, exchangeJson } from './exchange-json.ts'
import type { Tokens } from './tokens.ts'

/** How a request stands in the queue. */
export interface Ask extends Pick<Turn, 'signal' | 'urgent' | 'patienceMs'> {
  /** Told of each request that leaves. */
  onSend?: () => void
}

export interface Requests {
  /** @returns undefined when Spotify answers that there is nothing (204) */
  get<T extends z.ZodType>(path: string, form: T, turn: Ask & Refusals): Promise<z.output<T> | undefined>
}

/** What a refusal means for this request; without them it is about the account. */
export interface Refusals {
  /** 403. */
  forbidden?: string
  /** 404. */
  missing?: string
}

export interface RequestsOptions {
  apiUrl: string
  lanes: Pick<Lanes, 'run'>
  tokens: Pick<Tokens, 'access'>
}

const LANE = 'spotify'
/** A pause of this length is waited for, the request being sent again; a longer one is the lane's. */
const PATIENCE_MS = 5000
const MOST_WAITS = 3
const HOUR_MS = 3600_000

export function openRequests({ apiUrl, lanes, tokens }: RequestsOptions): Requests {
  async function sendOnce(path: string, token: string, turn: Ask & Refusals): Promise<Answer> {
    const work = async () => {
      turn.onSend?.()
      const answer = await exchangeJson(`${apiUrl}${path}`, { headers: { authorization: `Bearer ${token}` } })
      const fault = answer.status === 401 ? undefined : faultOf(answer, turn)
      if (fault) throw fault
      return answer
    }
    const { signal, urgent } = turn
    return await lanes.run(LANE, work, { signal, urgent, patienceMs: patienceOf(turn), about: path })
  }

  async function send(path: string, token: string, turn: Ask & Refusals): Promise<Answer> {
    for (let waits = 0; ; waits += 1) {
      try {
        return await sendOnce(path, token, turn)
      } catch (error) {
        if (!(error instanceof Limited) || waits === MOST_WAITS || error.until - Date.now() > patienceOf(turn))
          throw error
      }
    }
  }

  async function sendSignedIn(path: string, turn: Ask & Refusals): Promise<Answer> {
    const token = await tokens.access()
    const answer = await send(path, token, turn)
    if (answer.status !== 401) return answer
    const again = await send(path, await tokens.access(token), turn)
    if (again.status === 401) throw new Environment('Spotify does not accept a sign-in it has just renewed (401)')
    return again
  }

  return {
    async get(path, form, turn) {
      const { status, body } = await sendSignedIn(path, turn)
      if (status === 204) return undefined
      const parsed = form.safeParse(body)
      if (parsed.success) return parsed.data
      if (body === undefined) throw new Transient('Spotify answered with half an answer', { fields: { path } })
      const at = parsed.error.issues[0]?.path.join('.')
      throw new Environment(
        `Spotify's answers have a form that this version does not know (${endpointOf(path)}: ${at})`,
      )
    },
  }
}

const patienceOf = ({ patienceMs = PATIENCE_MS }: Ask) => patienceMs

function faultOf({ status, reason, waitUntil }: Answer, { forbidden, missing }: Refusals): Fault | undefined {
  const options = { fields: { status, reason } }
  if (status === 200 || status === 204) return undefined
  if (status === 429 && reason === 'QUOTA_EXCEEDED')
    return new Limited("Spotify's quota of requests for a day is spent", quotaEnd(waitUntil), options)
  if (status === 429) return new Limited('Spotify asks us to wait (429)', waitUntil, options)
  if (status === 403) return forbidden ? new InputFault(forbidden, 'Not_Allowed', options) : accountRefused(options)
  if (status === 404) return new InputFault(missing ?? 'Spotify does not have this (404)', 'Metadata_Failed', options)
  if (status === 408 || status >= 500) return new Transient(`Spotify does not work just now (${status})`, options)
  return new InputFault(`Spotify does not accept the request (${status})`, 'Metadata_Failed', options)
}

/** A minute is what is assumed when no time is named; a quota takes longer. */
const quotaEnd = (until: number) => (until - Date.now() <= 60_000 ? Date.now() + HOUR_MS : until)

const accountRefused = (options: { fields: Record<string, unknown> }) =>
  new Environment(
    "Spotify refuses the app (403): its owner's Premium has ended, or your account is not on the list of its users",
    options,
  )

/** Without the ids and words of a request. */
const endpointOf = (path: string) => path.replace(/\?.*$/s, '').replace(/[A-Za-z0-9]{22}/g, 'ID')
