// The report of a day or a week, from what is kept here: nobody is asked.

import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { App } from '../app.ts'
import { writeWhole } from '../durable-file.ts'
import { ConfigFault, InputFault, messageOf, UsageFault } from '../errors.ts'
import { addDays, dayAt, isDay } from '../model/report/day.ts'
import type { Report } from '../model/report/report.ts'
import { titleOf } from '../model/report/words.ts'
import { hereZone, inForm, makeReport, type ReportForm } from '../orchestrator/reports/make-report.ts'
import type { Tools } from '../tools.ts'
import { type GlobalFlags, print, withApp } from './with-app.ts'

export interface ReportFlags extends GlobalFlags {
  daily: boolean
  weekly: boolean
  date?: string
  format?: ReportForm
  out?: string
  notion?: boolean
}

export async function report(flags: ReportFlags): Promise<number> {
  if (flags.daily && flags.weekly) throw new UsageFault('--daily and --weekly are two reports: give one of them')
  if (flags.date !== undefined && !isDay(flags.date))
    throw new UsageFault(`--date is "${flags.date}": expected a day such as 2026-11-20`)
  if (flags.json && flags.format !== undefined && flags.format !== 'json')
    throw new UsageFault(`--json and --format ${flags.format} exclude each other`)
  if (flags.notion && (flags.out !== undefined || flags.format !== undefined))
    throw new UsageFault('--notion is a form of its own: give it without --format and --out')
  return withApp(
    flags,
    async ({ app }) => {
      const made = await reportOf(flags, app.tools)
      if (flags.notion) return await intoNotion(flags, app, made)
      const text = await inForm(made, flags.json ? 'json' : (flags.format ?? 'md'))
      if (flags.out === undefined || flags.dryRun) process.stdout.write(text)
      else await write(resolve(flags.out), text, flags)
      return 0
    },
    flags.notion ? { beside: true } : { readOnly: true },
  )
}

function reportOf({ date, weekly }: ReportFlags, tools: Tools): Promise<Report> {
  const day = date ?? addDays(dayAt(tools.now().getTime(), hereZone()), -1)
  if (day > dayAt(tools.now().getTime(), hereZone()))
    throw new UsageFault(`--date is ${day}: expected a day that has begun, such as 2026-11-20`)
  return makeReport(tools, weekly ? 'weekly' : 'daily', day)
}

/** @throws ConfigFault when there is no page to put it below */
async function intoNotion(flags: ReportFlags, { tools, workspace }: App, made: Report): Promise<number> {
  if (!tools.controlPage)
    throw new ConfigFault('--notion needs CONTROL_PAGE_ID: a page in Notion below which reports are put')
  const { writeReportPage } = await import('../orchestrator/reports/notion-page.ts')
  const written = await writeReportPage(await tools.controlPage(), made, { dryRun: flags.dryRun })
  const { did, id, url } = written
  const place = workspace && id !== undefined ? `orchestrator workspace show ${id}` : url
  print(flags, written, [`${titleOf(made)}: ${did}${place ? `: ${place}` : ''}`])
  return 0
}

async function write(path: string, text: string, { json }: ReportFlags): Promise<void> {
  try {
    await writeWhole(path, text)
  } catch (error) {
    const reason = existsSync(dirname(path)) ? messageOf(error) : `there is no folder ${dirname(path)}`
    throw new InputFault(`the report cannot be written to ${path}: ${reason}`, 'Unknown_Error')
  }
  process.stdout.write(json ? text : `${path}\n`)
}
