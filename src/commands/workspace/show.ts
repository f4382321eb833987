// workspace show: the tables of the local workspace in the terminal.

import { existsSync } from 'node:fs'
import { openLocalWorkspace } from '../../app.ts'
import type { Config } from '../../config.ts'
import { UsageFault } from '../../errors.ts'
import { toPageId } from '../../model/page-id.ts'
import { type ShownTable, workspaceTables } from '../../workspace/show.ts'
import { PAGE_ID, tableLines } from '../../workspace/show-lines.ts'
import { pageLines, workspacePage } from '../../workspace/show-page.ts'
import { print, wholeNumber } from '../with-app.ts'
import type { WorkspaceFlags } from '../workspace.ts'
import { workspaceFile } from './replace.ts'

/** Rows of each table, unless --limit says otherwise; --json has them all. */
const ROWS = 20
const WIDTH = 120

export async function showWorkspace(flags: WorkspaceFlags, config: Config): Promise<number> {
  const limit = wholeNumber('--limit', flags.limit, 1) ?? (flags.json ? undefined : ROWS)
  if (!existsSync(workspaceFile(config)))
    process.stderr.write(`there is no ${workspaceFile(config)} yet; this is what the first use makes:\n`)
  const opened = await openLocalWorkspace(config, true)
  try {
    const named = flags.what === '' ? undefined : (toPageId(flags.what) ?? flags.what)
    const page = named === undefined ? undefined : workspacePage(opened, named)
    if (page) {
      print(flags, { page }, pageLines(page))
      return 0
    }
    const tables = workspaceTables(opened, { named, limit })
    if (tables.length === 0) {
      const names = new Set(workspaceTables(opened, { limit: 0 }).map(({ title }) => `"${title}"`))
      throw new UsageFault(`there is no database "${flags.what}" here; there are ${[...names].join(', ')}`)
    }
    const width = process.stdout.columns ?? WIDTH
    print(
      flags,
      { tables },
      toldApart(tables).flatMap((table, index) => [
        ...(index > 0 ? [''] : []),
        ...tableLines(flags.ids ? withIds(table) : table, width),
      ]),
    )
    return 0
  } finally {
    opened.close()
  }
}

/** By which other commands take a row. */
const withIds = (table: ShownTable): ShownTable => ({
  ...table,
  columns: [{ name: 'page id', type: PAGE_ID }, ...table.columns],
  rows: table.rows.map((row, index) => ({ ...row, 'page id': table.ids[index] ?? '' })),
})

/** Databases of the same title get their id behind it, by which `show` takes them too. */
function toldApart(tables: readonly ShownTable[]): readonly ShownTable[] {
  const isShared = ({ title }: ShownTable) => tables.filter(other => other.title === title).length > 1
  return tables.map(table => (isShared(table) ? { ...table, title: `${table.title} (${table.databaseId})` } : table))
}
