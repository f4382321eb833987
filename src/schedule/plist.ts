// The property list that tells launchd what to run. Source: launchd.plist(5).

import { UsageFault } from '../errors.ts'
import type { Calendar } from '../model/calendar.ts'
import { calendarsOf } from '../model/calendar.ts'
import { type Job, NAME } from './scheduler.ts'

export const LABEL = `local.${NAME}`
/** Each time of the day is an entry of its own there. */
const MOST_ENTRIES = 500
/** After a fault it is not begun again sooner, seconds. */
const PAUSE = 30
/** As long as the program drains, and a little more, seconds. */
const DRAIN = 30

export function plistOf({ command, dir, path, output, when }: Job): string {
  const keys = [
    ['Label', text(LABEL)],
    ['ProgramArguments', list(command.map(text))],
    ['WorkingDirectory', text(dir)],
    ['EnvironmentVariables', dictionary([['PATH', text(path)]])],
    ['StandardOutPath', text(output)],
    ['StandardErrorPath', text(output)],
    ['ExitTimeOut', integer(DRAIN)],
    ...(when === 'always' ? LOOP : [['StartCalendarInterval', list(entriesOf(when.cron))] as const]),
  ] as const
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
${dictionary(keys)}
</plist>
`
}

const LOOP = [
  ['RunAtLoad', '<true/>'],
  ['KeepAlive', '<dict><key>SuccessfulExit</key><false/></dict>'],
  ['ThrottleInterval', `<integer>${PAUSE}</integer>`],
] as const

/** The program and its words, as a list of ours says them. */
export function readPlist(plist: string): { command: string[]; when: string } {
  const [, words = ''] = /<key>ProgramArguments<\/key>\s*<array>(.*?)<\/array>/s.exec(plist) ?? []
  const command = [...words.matchAll(/<string>(.*?)<\/string>/gs)].map(([, word = '']) => unescaped(word))
  const times = plist.split('<key>StartCalendarInterval</key>')[1]?.match(/<dict>/g)?.length
  return {
    command,
    when: times === undefined ? 'always' : `at ${times} ${times === 1 ? 'time' : 'times'} of its calendar`,
  }
}

function entriesOf(pattern: string): string[] {
  const entries = calendarsOf(pattern).flatMap(timesOf)
  if (entries.length > MOST_ENTRIES)
    throw new UsageFault(`"${pattern}" is ${entries.length} entries for launchd: choose fewer times, or --run loop`)
  return entries.map(entry => dictionary(entry.map(([name, value]) => [name, integer(value)])))
}

type Entry = readonly (readonly [string, number])[]

function timesOf({ minutes, hours, days, months, weekdays }: Calendar): Entry[] {
  const parts = [
    ['Month', months],
    ['Day', days],
    ['Weekday', weekdays],
    ['Hour', hours],
    ['Minute', minutes],
  ] as const
  return parts.reduce<Entry[]>(
    (entries, [name, values]) =>
      values ? entries.flatMap(entry => values.map(value => [...entry, [name, value] as const])) : entries,
    [[]],
  )
}

const text = (value: string) => `<string>${escaped(value)}</string>`
const integer = (value: number) => `<integer>${value}</integer>`
const list = (values: readonly string[]) => `<array>\n${values.join('\n')}\n</array>`
const dictionary = (keys: readonly (readonly [string, string])[]) =>
  `<dict>\n${keys.map(([key, value]) => `<key>${key}</key>\n${value}`).join('\n')}\n</dict>`

const escaped = (value: string) => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const unescaped = (value: string) => value.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
