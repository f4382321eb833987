// Notion's error answers, with its own wording.

import { BOT_ID, INTEGRATION_NAME } from './identity.ts'

/** A refusal that becomes an error answer; `message` is what the caller of the API reads. */
export class ApiError extends Error {
  override name = 'ApiError'
  readonly status: number
  readonly code: string
  readonly additionalData: Record<string, string | string[]> | undefined
  /** Those the answer has beside the usual ones. */
  readonly headers: Readonly<Record<string, string>> = {}
  constructor(status: number, code: string, message: string, additionalData?: Record<string, string | string[]>) {
    super(message)
    this.status = status
    this.code = code
    this.additionalData = additionalData
  }
}

export const validationError = (message: string): ApiError => new ApiError(400, 'validation_error', message)

/** A value at a place of the request, such as `body.properties.Name`, is not what it should be. */
export function notAsExpected(path: string, expected: string, value: unknown): ApiError {
  const part = path.split(/[.[]/)[0]
  return validationError(`${part} failed validation: ${path} should be ${expected}, instead was ${shown(value)}.`)
}

type ObjectKind =
  | 'page'
  | 'database'
  | 'data_source'
  | 'user'
  | 'block'
  | 'comment'
  | 'discussion'
  | 'file_upload'
  | 'view'

export function notFound(kind: ObjectKind, id: string): ApiError {
  const message = `Could not find ${kind} with ID: ${id}. Make sure the relevant pages and databases are shared with your integration "${INTEGRATION_NAME}".`
  return new ApiError(404, 'object_not_found', message, { integration_id: BOT_ID })
}

export const invalidUrl = (): ApiError => new ApiError(400, 'invalid_request_url', 'Invalid request URL.')
export const invalidJson = (): ApiError => new ApiError(400, 'invalid_json', 'Error parsing JSON body.')
export const unauthorized = (): ApiError => new ApiError(401, 'unauthorized', 'API token is invalid.')
export const conflict = (): ApiError =>
  new ApiError(409, 'conflict_error', 'Conflict occurred while saving. Please try again.')
export const readOnlyWorkspace = (): ApiError =>
  new ApiError(403, 'restricted_resource', 'API token does not have access to this resource.')

function shown(value: unknown): string {
  return value === undefined ? '`undefined`' : `\`${JSON.stringify(value)}\``
}
