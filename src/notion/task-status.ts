// Which options of a status mean that a task is not over yet.

import { isOver, statusKind } from '../model/status-word.ts'
import type { Column } from './schema.ts'

/** Those of the group that means completed are left out, and those whose word says so; but not what is started from. */
export function openOptions(
  { options, groups }: Pick<Column, 'options' | 'groups'>,
  ready: readonly string[],
): string[] {
  const complete = new Set(
    groups?.filter(({ name }) => /^(complete|done|finished)/i.test(name)).flatMap(group => group.options),
  )
  return options.filter(option => {
    const kind = statusKind(option, ready)
    return kind === 'ready' || !(complete.has(option) || isOver(kind))
  })
}
