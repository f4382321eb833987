// The tag in a row that says in one word why its track failed.

import { ERROR_TAGS } from '../../errors.ts'
import type { Outbox } from '../../outbox/outbox.ts'

export type Wrote = Pick<Outbox, 'wrote'>

export function tagOf(page: string, outbox: Wrote): string | undefined {
  const tags = outbox.wrote(page, 'tags')
  return Array.isArray(tags) ? tags.find(tag => ERROR_TAGS.some(known => known === tag)) : undefined
}
