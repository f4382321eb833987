// Icons and covers.

import { notAsExpected } from '../api/api-error.ts'
import { isObject, type Json, objectAt, stringAt } from '../api/check.ts'

const MAX_URL = 2000

/** undefined in the request keeps the old one. */
export function iconAt(value: unknown, before: Json | null): Json | null {
  if (isObject(value) && value.emoji !== undefined)
    return { type: 'emoji', emoji: stringAt(value.emoji, 'body.icon.emoji') }
  return pictureAt(value, 'body.icon', before)
}

export const coverAt = (value: unknown, before: Json | null): Json | null => pictureAt(value, 'body.cover', before)

/** Links only: the local workspace keeps no uploads. */
function pictureAt(value: unknown, path: string, before: Json | null): Json | null {
  if (value === undefined) return before
  if (value === null) return null
  const external = objectAt(objectAt(value, path).external, `${path}.external`)
  const url = stringAt(external.url, `${path}.external.url`, MAX_URL)
  if (url === '') throw notAsExpected(`${path}.external.url`, 'populated', url)
  return { type: 'external', external: { url } }
}
