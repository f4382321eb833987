// The report of a day or a week, from what is kept here: nobody is asked.

import { resolve } from 'node:path'
import { writeWhole } from '../durable-file.ts'
import { InputFault, messageOf, UsageFault } from '../errors.ts'
import { addDays, dayAt, isDay } from '../model/report/day.ts'
import { hereZone, inForm, makeReport, type ReportForm } from '../orchestrator/reports/make-report.ts'
import { type GlobalFlags, withApp } from './with-app.ts'

export interface ReportFlags extends GlobalFlags {
  daily: boolean
  weekly: boolean
  date?: string
  format?: ReportForm
  out?: string
}

export async function report(flags: ReportFlags): Promise<number> {
  if (flags.daily && flags.weekly) throw new UsageFault('--daily and --weekly are two reports: give one of them')
  if (flags.date !== undefined && !isDay(flags.date))
    throw new UsageFault(`--date is "${flags.date}": expected a day such as 2026-11-20`)
  if (flags.json && flags.format !== undefined && flags.format !== 'json')
    throw new UsageFault(`--json and --format ${flags.format} exclude each other`)
  return withApp(
    flags,
    async ({ app }) => {
      const day = flags.date ?? addDays(dayAt(app.tools.now().getTime(), hereZone()), -1)
      const made = makeReport(app.tools, flags.weekly ? 'weekly' : 'daily', day)
      const text = await inForm(made, flags.json ? 'json' : (flags.format ?? 'md'))
      if (flags.out === undefined || flags.dryRun) process.stdout.write(text)
      else await write(resolve(flags.out), text, flags)
      return 0
    },
    { readOnly: true },
  )
}

async function write(path: string, text: string, { json }: ReportFlags): Promise<void> {
  try {
    await writeWhole(path, text)
  } catch (error) {
    throw new InputFault(`the report cannot be written to ${path}: ${messageOf(error)}`, 'Unknown_Error')
  }
  process.stdout.write(json ? text : `${path}\n`)
}
