// What a mirror says when it is done, or when it would be.

import { type Counts, hasRows } from '../../workspace/transfer/content.ts'
import type { Mirror, MirroredRows } from '../../workspace/transfer/mirror.ts'
import { titleOfTable } from '../../workspace/transfer/mirror-stub.ts'
import { print } from '../with-app.ts'
import type { WorkspaceFlags } from '../workspace.ts'
import { commandLine } from './command-line.ts'
import type { ReadMirror } from './mirror.ts'
import { figure } from './progress.ts'
import { backupLines, said } from './replace.ts'

interface Done extends ReadMirror {
  rows: MirroredRows | undefined
  backup: string | undefined
}

export function printMirror(flags: WorkspaceFlags, { mirror, shared, rows, backup }: Done): number {
  const rehearse = `NOTION_TOKEN= ${commandLine(flags, ['plan'])}`
  const left = rows?.left ?? { files: 0, relations: 0 }
  const count = rows?.spool.count ?? 0
  print(flags, { ...told(mirror), rows: count, left, backup: backup ?? null, rehearse }, [
    ...tableLines({ mirror, shared }),
    `${figure(count)} ${count === 1 ? 'row' : 'rows'} copied${rows ? '' : ' (--rows N or --rows all copies them too)'}.`,
    ...leftLines(left),
    ...mirror.notes.map(note => `  ${note}`),
    ...backupLines(flags, backup),
    `To rehearse against it: ${rehearse}`,
    ...apartLines(flags, count),
  ])
  return 0
}

export function printPlannedMirror(
  flags: WorkspaceFlags,
  { mirror, shared, present }: ReadMirror & { present: Counts | undefined },
): number {
  const replaces = present !== undefined && hasRows(present)
  print(flags, { would: 'mirror', ...told(mirror), rows: flags.rows ?? null, replaces: replaces ? present : null }, [
    'would make these in the local workspace:',
    ...tableLines({ mirror, shared }),
    ...(flags.rows === undefined ? [] : [`would copy rows of each: ${flags.rows}`]),
    ...mirror.notes.map(note => `  ${note}`),
    ...(replaces ? [`would first write an export of what is there (${said(present)}); needs --yes`] : []),
  ])
  return 0
}

function told({ tables, strangers, notes }: Mirror) {
  const mirrored = tables.map(({ source }) => ({
    databaseId: source.databaseId,
    dataSourceId: source.id,
    title: titleOfTable(source),
    columns: source.schema.length,
  }))
  return { mirrored, stubs: strangers, notes }
}

function tableLines({ mirror, shared }: ReadMirror): string[] {
  const hidden = mirror.strangers.filter(id => !shared.has(id)).length
  const stubs = mirror.strangers.length
  return [
    ...mirror.tables.map(
      ({ source }) => `"${titleOfTable(source)}": ${source.schema.length} columns (${source.databaseId})`,
    ),
    ...(stubs === 0
      ? []
      : [
          `${figure(stubs)} ${stubs === 1 ? 'database' : 'databases'} that relations lead to, with a title only${hidden ? ` (${figure(hidden)} of them not shared with this connection)` : ''}`,
        ]),
  ]
}

function leftLines({ files, relations }: MirroredRows['left']): string[] {
  return [
    ...(files > 0 ? [`  left out: ${figure(files)} files that Notion holds (only links come along)`] : []),
    ...(relations > 0 ? [`  left out: ${figure(relations)} relations to rows that were not copied`] : []),
  ]
}

/** Rows keep their ids, so a rehearsal on them in the same folder would be remembered by the program. */
const apartLines = (flags: WorkspaceFlags, count: number): string[] =>
  count > 0 && flags.var === undefined
    ? [
        'Files and state of a rehearsal go to var/ like those of your own runs: --var DIR, with both commands, keeps them apart.',
      ]
    : []
