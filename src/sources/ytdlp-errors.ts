// yt-dlp ends with exit code 1 whatever happened, so its last lines are all there is.

import { type Fault, Transient } from '../errors.ts'
import type { Row, YtdlpContext } from './ytdlp-fault.ts'
import { FAULT_TABLE, NO_JS } from './ytdlp-fault-table.ts'
import { UPDATE_LINE } from './ytdlp-version.ts'

export interface YtdlpEnd extends YtdlpContext {
  /** Words of ours that its messages repeat: they say nothing about what happened. */
  own?: readonly string[]
}

/** Warnings of runs that may have ended well, and what people should know of them. */
const NOTES: readonly { warning: RegExp; note: string }[] = [
  {
    warning: /authorization token is invalid/,
    note: 'SoundCloud does not accept the cookies of SOUNDCLOUD_COOKIES any more: sign in there and save them anew',
  },
  {
    warning: /cookies are no longer valid|cookies have likely been rotated/,
    note: 'YouTube does not accept the cookies of YTDLP_COOKIES any more: sign in there and save them anew',
  },
  { warning: NO_JS, note: `yt-dlp cannot run YouTube's scripts, and sees only some of the audio: ${UPDATE_LINE}` },
]

/** What a failed run of yt-dlp means, with the row's name in its fields; an unknown text is Transient and quoted. */
export function ytdlpFault(stderr: string, context: YtdlpEnd): Fault {
  const row = rowFor(stderr, context)
  const fault = row?.make(context)
  if (fault) return Object.assign(fault, { fields: { ...fault.fields, ytdlp: row?.what } })
  const lines = plainLines(stderr)
  return new Transient(
    `${context.host}: yt-dlp failed: ${lastError(lines)
      .replace(/^.*?error:\s*/i, '')
      .slice(0, 300)}`,
    { fields: { ytdlp: 'UNKNOWN', stderr: lines.join('\n').slice(-2000) } },
  )
}

/** The row of the table that a failed run meets. */
export function rowFor(stderr: string, context: YtdlpEnd): Row | undefined {
  const lines = plainLines(stderr)
  const told = withoutOwn(lastError(lines), context.own ?? []).toLowerCase()
  const warnings = warningsIn(lines)
  return FAULT_TABLE.find(
    ({ error, warning, site, lists }) =>
      error.test(told) &&
      (!warning || warning.test(warnings)) &&
      (!site || site === context.site) &&
      (!lists || context.lists === true),
  )
}

/** What people should know of a run, however it ended. */
export function ytdlpNotes(stderr: string): string[] {
  const warnings = warningsIn(plainLines(stderr))
  return NOTES.filter(({ warning }) => warning.test(warnings)).map(({ note }) => note)
}

const lastError = (lines: readonly string[]) =>
  lines.findLast(line => /error:/i.test(line)) ?? lines.at(-1) ?? 'it ended without a word'

const warningsIn = (lines: readonly string[]) =>
  lines
    .filter(line => /^warning:/i.test(line))
    .join('\n')
    .toLowerCase()

/** `ERROR: [site] name of the thing: what happened`; a song may be called "429 Too Many Requests". */
function withoutOwn(line: string, own: readonly string[]): string {
  const [, prefix = '', rest = line] = /^(error: (?:\[[\w:+-]+\] )?)(.*)$/i.exec(line) ?? []
  const afterName = (word: string) => (rest.startsWith(word) ? rest.slice(word.length) : '')
  const bare = own.map(afterName).find(after => /^(?: page \d+)?:/.test(after)) ?? rest
  return prefix + own.filter(word => /^https?:/.test(word)).reduce((text, link) => text.replaceAll(link, ''), bare)
}

function plainLines(stderr: string): string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with an escape character
  const plain = stderr.replace(/\u001b\[[\d;]*m/g, '').replaceAll('’', "'")
  return plain.split(/[\r\n]+/).flatMap(line => line.trim() || [])
}
