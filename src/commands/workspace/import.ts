// workspace import: an exported document in place of what the local workspace holds.

import { resolve } from 'node:path'
import type { Config } from '../../config.ts'
import { UsageFault } from '../../errors.ts'
import { hasRows } from '../../workspace/transfer/content.ts'
import { type CheckedDocument, checkDocument } from '../../workspace/transfer/read-document.ts'
import { print } from '../with-app.ts'
import type { WorkspaceFlags } from '../workspace.ts'
import { openCounter } from './progress.ts'
import { askFirst, backupLines, needsYes, presentCounts, replaceLocked, said, workspaceFile } from './replace.ts'

export async function importWorkspace(flags: WorkspaceFlags, config: Config): Promise<number> {
  if (flags.what === '') throw new UsageFault('workspace import expects the file of an export')
  const path = resolve(flags.what)
  const checked = check(flags, path)
  const present = presentCounts(config)
  if (flags.dryRun) return sayWhatWould(flags, checked, present)
  if (present && needsYes(present, flags)) return askFirst(flags, present, ['workspace', 'import', flags.what])
  const { backup } = replaceLocked(flags, config, checked.content, checked.counts)
  print(flags, { imported: path, exportedAt: checked.exportedAt, counts: checked.counts, backup: backup ?? null }, [
    `${said(checked.counts)}: imported into ${workspaceFile(config)} (exported ${checked.exportedAt})`,
    ...backupLines(flags, backup),
  ])
  return 0
}

function check(flags: WorkspaceFlags, path: string): CheckedDocument {
  const counter = openCounter(flags, 'checking')
  try {
    return checkDocument(path, counter.tell)
  } finally {
    counter.close()
  }
}

function sayWhatWould(
  flags: WorkspaceFlags,
  { counts, exportedAt }: CheckedDocument,
  present: ReturnType<typeof presentCounts>,
): number {
  const replaces = present !== undefined && hasRows(present)
  print(flags, { would: 'import', counts, exportedAt, replaces: replaces ? present : null }, [
    `would import ${said(counts)} (exported ${exportedAt})`,
    ...(replaces ? [`would first write an export of what is there (${said(present)}); needs --yes`] : []),
  ])
  return 0
}
