// The text of a crontab: our lines stand between two marks, and every other line stays byte for byte.

import { UsageFault } from '../errors.ts'
import { type Job, NAME } from './scheduler.ts'

const BEGIN = `# BEGIN ${NAME}`
const END = `# END ${NAME}`
/** Longer ones are cut, or refused, by one cron or another. */
const LONGEST = 990

/** @throws UsageFault when cron cannot do it */
export function cronBlock({ when, dir, path, command, output }: Job): string {
  if (when === 'always')
    throw new UsageFault(
      'cron starts what ends again: what keeps running, the loop or a worker, wants launchd or systemd',
    )
  const words = [`PATH=${quoted(path)}`, ...command.map(quoted), '>>', quoted(output), '2>&1']
  const text = `cd ${quoted(dir)} && ${words.join(' ')}`
  if (/[\r\n\0]/.test(text)) throw new UsageFault('a path with a line break cannot stand in a crontab')
  // to cron, a percent sign ends the command
  const line = `${when.cron} ${text.replaceAll('%', '\\%')}`
  if (line.length > LONGEST)
    throw new UsageFault(
      `the line would have ${line.length} characters, and crontabs take ${LONGEST}: use shorter paths`,
    )
  return `${BEGIN}\n${line}\n${END}\n`
}

/** The crontab with this block in place of the one it has; at its end when it has none. */
export function withBlock(crontab: string, block: string): string {
  const place = placeOf(crontab)
  if (place) return crontab.slice(0, place.from) + block + crontab.slice(place.to)
  return crontab + (crontab === '' || crontab.endsWith('\n') ? '' : '\n') + block
}

export function withoutBlock(crontab: string): string {
  const place = placeOf(crontab)
  return place ? crontab.slice(0, place.from) + crontab.slice(place.to) : crontab
}

/** The command and the time of our line. */
export function readBlock(crontab: string): { command: string[]; when: string } | undefined {
  const place = placeOf(crontab)
  if (!place) return undefined
  const line = crontab.slice(place.from, place.to).split('\n')[1] ?? ''
  const [, when = '', text = ''] = /^(\S+(?: \S+){4}) (.*)$/.exec(line) ?? []
  const words = [...text.replaceAll('\\%', '%').matchAll(/(?:'[^']*'|\\')+/g)].map(([word]) => unquoted(word))
  return { when, command: words.slice(2, -1) } // after the folder and the PATH, before the output
}

/** @throws UsageFault for a mark without its other: nobody knows then which lines are ours */
function placeOf(crontab: string): { from: number; to: number } | undefined {
  const lines = crontab.split(/(?<=\n)/)
  const at = (mark: string) => lines.flatMap((line, index) => (line.trimEnd() === mark ? [index] : []))
  const [begins, ends] = [at(BEGIN), at(END)]
  const [first = -1, last = -1] = [begins[0], ends[0]]
  if (begins.length === 0 && ends.length === 0) return undefined
  if (begins.length !== 1 || ends.length !== 1 || last < first)
    throw new UsageFault(`the crontab has "${BEGIN}" and "${END}" not once each, in this order: mend it (crontab -e)`)
  const length = (count: number) => lines.slice(0, count).join('').length
  return { from: length(first), to: length(last + 1) }
}

/** For `sh`. */
const quoted = (word: string) => `'${word.replaceAll("'", "'\\''")}'`
const unquoted = (word: string) => word.replace(/'([^']*)'|\\'/g, (found, inner) => (found === "\\'" ? "'" : inner))
