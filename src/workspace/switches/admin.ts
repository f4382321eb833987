// GET and PUT /switches, POST /switches/faults: beside the API, for whoever tries a client out.

import { isFault } from '../../errors.ts'
import { ApiError, invalidJson, invalidUrl, validationError } from '../api/api-error.ts'
import { errorAnswer } from '../api/respond.ts'
import { readRules, readSettings } from './settings.ts'
import type { Switches } from './switches.ts'

type Admin = Pick<Switches, 'settings' | 'set' | 'addFaults'>

export const isAdmin = ({ pathname }: URL): boolean => /^\/switches(\/|$)/.test(pathname)

/** Answers with the switches as they are then. */
export async function answerAdmin(request: Request, switches: Admin): Promise<Response> {
  try {
    // Pages in a browser may not flip switches; they cannot hide where they come from.
    if (request.headers.has('origin')) throw invalidUrl()
    await act(request, switches)
    return Response.json(switches.settings())
  } catch (error) {
    if (error instanceof ApiError) return errorAnswer(error)
    if (isFault(error)) return errorAnswer(validationError(error.message))
    throw error
  }
}

async function act(request: Request, switches: Admin): Promise<void> {
  switch (`${request.method} ${new URL(request.url).pathname}`) {
    case 'GET /switches':
      return
    case 'PUT /switches':
      return switches.set(readSettings(await bodyOf(request)))
    case 'POST /switches/faults':
      return switches.addFaults(readRules(await bodyOf(request)))
    default:
      throw invalidUrl()
  }
}

async function bodyOf(request: Request): Promise<unknown> {
  try {
    return await request.json()
  } catch {
    throw invalidJson()
  }
}
