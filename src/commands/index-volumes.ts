// What music lies on the volumes: walked, read, and on request written as one file.

import { UsageFault } from '../errors.ts'
import { type Exported, exportIndex } from '../pipeline/volumes/export-index.ts'
import { type IndexReport, indexVolumes } from '../pipeline/volumes/index-volumes.ts'
import { plain } from './analyse/show.ts'
import { openIndexProgress } from './index-progress.ts'
import { type GlobalFlags, print, withApp } from './with-app.ts'

export interface IndexFlags extends GlobalFlags {
  rebuild: boolean
  export: boolean
  forgetMissing: boolean
  believeGone: boolean
}

export async function indexCommand(flags: IndexFlags): Promise<number> {
  if (flags.dryRun && flags.export) throw new UsageFault('--export writes a file: it does not go with --dry-run')
  const progress = openIndexProgress(flags)
  return withApp(
    flags,
    async ({ app, signal }) => {
      const { tools, log, config } = app
      const context = {
        tools,
        log,
        signal,
        view: progress,
        varDir: config.varDir,
        readOnly: flags.dryRun,
        dirs: config.indexDirs,
        concurrency: config.settings.TRACK_CONCURRENCY,
      }
      const report = await indexVolumes(context, flags).finally(() => progress.close())
      const exported =
        flags.export && !signal.aborted
          ? await exportIndex({ tools, varDir: config.varDir, roots: report.roots, signal })
          : undefined
      return printIndex(flags, { ...report, exported }, signal.aborted)
    },
    { print: progress.print },
  )
}

type Report = IndexReport & { exported?: Exported }

function printIndex(flags: IndexFlags, report: Report, isStopped: boolean): number {
  const isAway = report.roots.some(({ away }) => away !== undefined)
  const exitCode = isStopped || isAway || report.later.length > 0 || report.unread.length > 0 ? 1 : 0
  const whole = report.unread.length
  print(flags, { exitCode, ...report, unread: report.unread.slice(0, MOST_IN_JSON), unreadEntries: whole }, [
    ...report.roots.map(rootLine),
    ...walkLines(report),
    ...readLines(report, flags),
    sumLine(report, isStopped),
    ...(report.exported ? [`  ${count(report.exported.records, 'file')} in ${report.exported.path}`] : []),
  ])
  return exitCode
}

const MOST_IN_JSON = 1000
const MOST_SHOWN = 10

const rootLine = ({ dir, readOnly, seen, away }: IndexReport['roots'][number]) =>
  away === undefined
    ? `${dir}: ${count(seen, 'file')} seen${readOnly ? ' (only read)' : ''}`
    : `${dir}: not looked through, what is known of it stays as it is: ${plain(away)}`

function walkLines({ new: isNew, changed, moved, back, gone, forgotten, unread }: Report): string[] {
  const parts = [
    `${number(isNew)} new`,
    `${number(changed)} changed`,
    `${number(moved)} moved`,
    back > 0 && `${number(back)} there again`,
    `${number(gone)} missing since now`,
    forgotten > 0 && `${number(forgotten)} forgotten`,
  ]
  return [
    `  ${parts.filter(Boolean).join(', ')}`,
    ...unread.slice(0, MOST_SHOWN).map(({ path, reason }) => `  not looked at: ${plain(path)}: ${reason}`),
    ...more(unread.length, MOST_SHOWN, 'not looked at'),
  ]
}

function readLines({ read, recognised, left, later, unreadable, reasons }: Report, { dryRun }: IndexFlags): string[] {
  if (dryRun) return [`  ${count(left, 'file')} would be read`]
  return [
    ...(read > 0
      ? [
          `  ${count(read, 'file')} read${recognised > 0 ? `, ${number(recognised)} of them known by their bytes or their row` : ''}`,
        ]
      : []),
    ...later.map(({ reason, files }) => `  to be read again next time: ${count(files, 'file')}: ${reason}`),
    ...(left > 0 ? [`  ${count(left, 'file')} still to be read: orchestrator index`] : []),
    ...reasons.map(({ reason, files }) => `  unreadable: ${count(files, 'file')}: ${reason}`),
    ...unreadable.slice(0, MOST_SHOWN).map(({ path, reason }) => `    ${plain(path)}: ${reason}`),
  ]
}

const more = (all: number, shown: number, what: string) =>
  all > shown ? [`  … and ${number(all - shown)} more ${what}`] : []

function sumLine({ known, recordings, ms }: Report, isStopped: boolean): string {
  const parts = [
    `${count(known.there, 'file')} known`,
    `${number(known.missing)} missing`,
    `${number(known.unreadable)} unreadable`,
    count(recordings, 'recording'),
  ]
  return `${isStopped ? 'Stopped before the end: ' : ''}${parts.join(', ')} in ${(ms / 1000).toFixed(1)} s.`
}

const number = (value: number) => value.toLocaleString('en')
const count = (value: number, what: string) => `${number(value)} ${what}${value === 1 ? '' : 's'}`
