// The Notion-Version header, and whether a route exists in that version.

import { ApiError, invalidUrl, validationError } from './api-error.ts'
import { type Route, VERSIONS, type Version } from './route.ts'

/**
 * `assumed`: the version of a request that names none; without it such a request is refused, as by Notion.
 * @throws ApiError missing_version, validation_error, or invalid_request_url for a route the version does not have
 */
export function versionOf(
  headers: Headers,
  { since, until }: Pick<Route, 'since' | 'until'>,
  assumed?: Version,
): Version {
  const given = headers.get('notion-version') || assumed
  if (given === undefined) throw missing()
  const version = VERSIONS.find(each => each === given)
  if (!version) throw unknown(given)
  if (headers.get('notion-beta') !== null) throw unknownBeta(headers.get('notion-beta'))
  if ((since && version < since) || (until && version > until)) throw invalidUrl()
  return version
}

const failed = (expected: string) =>
  `Notion-Version header failed validation: Notion-Version header should be ${expected}`
const missing = () => new ApiError(400, 'missing_version', `${failed('defined')}, instead was \`undefined\`.`)

function unknown(given: string): ApiError {
  const known = VERSIONS.map(version => `\`"${version}"\``).join(' or ')
  return validationError(`${failed(known)}, instead was \`"${given}"\`.`)
}

const unknownBeta = (given: string | null) =>
  new ApiError(400, 'invalid_beta', `Notion-Beta header failed validation: \`"${given}"\` is not a known beta.`)
