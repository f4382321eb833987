// workspace show: the tables of the local workspace in the terminal.

import { openLocalWorkspace } from '../../app.ts'
import type { Config } from '../../config.ts'
import { UsageFault } from '../../errors.ts'
import { toPageId } from '../../model/page-id.ts'
import { workspaceTables } from '../../workspace/show.ts'
import { tableLines } from '../../workspace/show-lines.ts'
import { print, wholeNumber } from '../with-app.ts'
import type { WorkspaceFlags } from '../workspace.ts'

/** Rows of each table, unless --limit says otherwise; --json has them all. */
const ROWS = 20
const WIDTH = 120

export async function showWorkspace(flags: WorkspaceFlags, config: Config): Promise<number> {
  const limit = wholeNumber('--limit', flags.limit, 1) ?? (flags.json ? undefined : ROWS)
  const opened = await openLocalWorkspace(config, true)
  try {
    const named = flags.what === '' ? undefined : (toPageId(flags.what) ?? flags.what)
    const tables = workspaceTables(opened, { named, limit })
    if (tables.length === 0) {
      const names = workspaceTables(opened, { limit: 0 }).map(({ title }) => `"${title}"`)
      throw new UsageFault(`there is no database "${flags.what}" here; there are ${names.join(', ')}`)
    }
    const width = process.stdout.columns ?? WIDTH
    print(
      flags,
      { tables },
      tables.flatMap((table, index) => [...(index > 0 ? [''] : []), ...tableLines(table, width)]),
    )
    return 0
  } finally {
    opened.close()
  }
}
