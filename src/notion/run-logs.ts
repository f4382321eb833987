// The Execution-Logs database in our words: a row for the work of a cycle.

import type { Notion } from './client.ts'
import { RUN_LOG_COLUMNS } from './columns.ts'
import { openKeyedRows } from './keyed-rows.ts'
import type { Values } from './page.ts'
import { openPageTable } from './pages.ts'
import type { Column, Schema } from './schema.ts'

type RunLogField = keyof typeof RUN_LOG_COLUMNS

export interface RunLog {
  /** Stands in the title: by it the row is found again. */
  code: string
  startedAt: Date
  endedAt: Date
  status: 'Success' | 'Partial' | 'Failed'
  errors: number
  warnings: number
  summary: string
  counts: Readonly<Record<string, unknown>>
  failures: readonly unknown[]
}

export interface RunLogTable {
  /** Makes the row, once. @returns its page */
  findOrCreate(log: RunLog): Promise<string>
}

export async function openRunLogs(notion: Notion, databaseId: string): Promise<RunLogTable> {
  const table = await openPageTable(notion, databaseId, RUN_LOG_COLUMNS)
  const keyed = openKeyedRows(notion, table)
  return {
    async findOrCreate(log) {
      const keys = [log.code]
      const filter = ({ columns }: Schema<RunLogField>) =>
        columns.title && { property: columns.title.id, title: { contains: log.code } }
      const [there] = await keyed.find({ keys, filter })
      return (there ?? (await keyed.create(keys, schema => valuesOf(schema, log)))).page.id
    },
  }
}

/** Words for each way to end, nearest first, compared without case. */
const STATUS = {
  Success: ['Success', 'Succeeded', 'Completed', 'Done'],
  Partial: ['Partial', 'Completed with errors', 'Completed', 'Done'],
  Failed: ['Failed', 'Error'],
}
const FINAL_STATUS = { ...STATUS, Success: ['Completed', 'Success'], Partial: ['Completed', 'Partial'] }

function valuesOf({ columns }: Schema<RunLogField>, log: RunLog): Values<RunLogField> {
  const status = wordFor(columns.status, STATUS[log.status])
  const finalStatus = wordFor(columns.finalStatus, FINAL_STATUS[log.status])
  return {
    title: `orchestrator ${log.startedAt.toISOString().slice(0, 16).replace('T', ' ')} [${log.code}]`,
    runId: log.code,
    startedAt: log.startedAt.toISOString(),
    endedAt: log.endedAt.toISOString(),
    ...(status && { status }),
    ...(finalStatus && { finalStatus }),
    seconds: Math.round((log.endedAt.getTime() - log.startedAt.getTime()) / 100) / 10,
    errors: log.errors,
    warnings: log.warnings,
    script: 'orchestrator',
    summary: log.summary.slice(0, LONGEST),
    counts: JSON.stringify(log.counts),
    failures: fitting(log.failures),
  }
}

/** Notion makes no new options of a status, and nobody asked for new ones of a select. */
function wordFor(column: Column | undefined, words: readonly string[]): string | undefined {
  if (column?.type === 'rich_text') return words[0]
  return words
    .flatMap(word => column?.options.find(option => option.trim().toLowerCase() === word.toLowerCase()) ?? [])
    .at(0)
}

const LONGEST = 2000

/** As a whole list still. */
function fitting(list: readonly unknown[]): string {
  for (let kept = list.length; kept > 0; kept -= 1) {
    const text = JSON.stringify(list.slice(0, kept))
    if (text.length <= LONGEST) return text
  }
  return '[]'
}
