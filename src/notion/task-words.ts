// Our words for a task's values as its database holds them.

import type { Log } from '../log.ts'
import { nearestOption, TASK_STATUSES } from '../model/task.ts'
import type { FieldValue } from '../model/write.ts'
import { agentCell, whyNoCell } from './assigned.ts'
import type { TASK_COLUMNS } from './columns.ts'
import type { PageNames } from './page-names.ts'
import type { InItsWords } from './row-port.ts'
import type { Schema } from './schema.ts'

type TaskField = keyof typeof TASK_COLUMNS

/** What of our words needs others in this database: a status, and `[agent, page]`. */
export function openTaskWords(names: Pick<PageNames, 'pageOf'>, log: Log): InItsWords<TaskField> {
  const said = new Set<string>()
  return (schema, field, value) => {
    if (field === 'status') return statusOption(schema, value)
    const column = schema.columns.assignedAgent
    if (field !== 'assignedAgent' || !Array.isArray(value) || !column) return value
    const [agent = '', page = names.pageOf(agent)] = value
    const meant = agentCell(column, agent, page)
    const why = whyNoCell(column, agent)
    if (meant === undefined && !said.has(why)) log.info({ agent, why }, 'the agent of a task is not written to its row')
    if (meant === undefined) said.add(why)
    return meant
  }
}

/** One of our words for a status as the option that comes nearest. */
function statusOption({ columns }: Schema<TaskField>, word: FieldValue): FieldValue | undefined {
  const options = columns.status?.options ?? []
  if (typeof word !== 'string' || options.includes(word)) return word
  const known = TASK_STATUSES.find(status => status === word)
  return known && nearestOption(known, options)
}
