// Rich text as runs: stretches of text, formulas and mentions with the marks that lie on them.

import { isObject, type Json } from '../api/check.ts'

/** `bold`, `italic`, `strikethrough`, `underline`, `code`, or with a value: `color:red`, `link:https://…`. */
export type Mark = string

export interface Run {
  /** Sorted. */
  marks: readonly Mark[]
  /** Of a stretch of text. */
  text?: string
  /** A formula or a mention, as a request's item has it. */
  atom?: Json
}

/** Longest text of one item. */
const MAX_TEXT = 2000
const FLAGS = ['underline', 'bold', 'italic', 'strikethrough', 'code'] as const
/** Marks that cannot be seen on a space. */
const UNSEEN: readonly Mark[] = ['bold', 'italic', 'strikethrough']

/** Neighbours with the same marks become one run, and those without text none. */
export function runsOf(items: unknown): Run[] {
  return merged((Array.isArray(items) ? items : []).filter(isObject).map(runOf))
}

export function merged(runs: readonly Run[]): Run[] {
  const result: Run[] = []
  for (const run of runs) {
    const last = result.at(-1)
    if (run.text === '') continue
    if (last?.text === undefined || run.text === undefined || !sameMarks(last, run)) result.push(run)
    else result[result.length - 1] = { marks: last.marks, text: last.text + run.text }
  }
  return result
}

/** Request items; long texts are cut where the API has its limit. */
export function itemsOf(runs: readonly Run[]): Json[] {
  return merged(runs).flatMap(({ marks, text, atom }) => {
    const annotations = annotationsOf(marks)
    if (text === undefined) return [{ ...atom, ...annotations }]
    const link = linkOf(marks)
    return pieces(text).map(content => ({
      type: 'text',
      text: { content, ...(link !== undefined && { link: { url: link } }) },
      ...annotations,
    }))
  })
}

export const lookAlike = (one: readonly Run[], other: readonly Run[]): boolean =>
  JSON.stringify(settled(one)) === JSON.stringify(settled(other))

/** Whether a space is bold cannot be seen: it is when the words on both sides are. */
export function settled(runs: readonly Run[]): Run[] {
  const parts = runs.flatMap(({ marks, text, atom }): Run[] =>
    text === undefined ? [{ marks, atom }] : (text.match(/\s+|\S+/g) ?? []).map(part => ({ marks, text: part })),
  )
  return merged(
    parts.map((part, index) => {
      if (!isSpace(part)) return part
      const before = parts.slice(0, index).findLast(each => !isSpace(each))
      const after = parts.slice(index).find(each => !isSpace(each))
      const shared = UNSEEN.filter(mark => before?.marks.includes(mark) && after?.marks.includes(mark))
      const seen = part.marks.filter(mark => !UNSEEN.includes(mark))
      return { ...part, marks: [...seen, ...shared].sort() }
    }),
  )
}

/** The mark laid over others; of one kind there is only one. */
export const withMark = (marks: readonly Mark[], mark: Mark): Mark[] =>
  [...marks.filter(other => kindOf(other) !== kindOf(mark)), mark].sort()

const kindOf = (mark: Mark) => mark.split(':')[0]
const isSpace = ({ text }: Run) => text !== undefined && /^\s/.test(text)

function runOf(item: Json): Run {
  const marks = marksOf(item)
  if (isObject(item.equation)) return { marks, atom: { type: 'equation', equation: item.equation } }
  if (isObject(item.mention)) return { marks, atom: mentionAtom(item.mention, item.plain_text) }
  return { marks, text: isObject(item.text) ? String(item.text.content).replaceAll(/\r\n?/g, '\n') : '' }
}

const MENTIONED_BY_ID = ['user', 'page', 'database', 'data_source']

/** No more of what is mentioned than a request needs; a date says itself what it is called. */
export function mentionAtom(given: Json, name: unknown): Json {
  const kind = MENTIONED_BY_ID.find(each => isObject(given[each])) ?? ''
  const mentioned = given[kind]
  const mention = isObject(mentioned) ? { type: kind, [kind]: { id: mentioned.id } } : given
  return { type: 'mention', mention, ...(name !== undefined && !isObject(given.date) && { plain_text: name }) }
}

function marksOf({ annotations, text }: Json): Mark[] {
  const given = isObject(annotations) ? annotations : {}
  const link = isObject(text) && isObject(text.link) ? [`link:${text.link.url}`] : []
  const color = given.color === undefined || given.color === 'default' ? [] : [`color:${given.color}`]
  return [...link, ...color, ...FLAGS.filter(flag => given[flag] === true)].sort()
}

function annotationsOf(marks: readonly Mark[]): Json {
  const flags = FLAGS.filter(flag => marks.includes(flag)).map(flag => [flag, true] as const)
  const color = marks.find(mark => mark.startsWith('color:'))?.slice('color:'.length)
  if (flags.length === 0 && color === undefined) return {}
  return { annotations: { ...Object.fromEntries(flags), ...(color !== undefined && { color }) } }
}

const linkOf = (marks: readonly Mark[]) => marks.find(mark => mark.startsWith('link:'))?.slice('link:'.length)

const sameMarks = (one: Run, other: Run) => one.marks.join('\n') === other.marks.join('\n')

/** No piece ends inside a character of two halves. */
function pieces(text: string): string[] {
  const parts: string[] = []
  for (let at = 0; at < text.length; ) {
    const end = at + MAX_TEXT
    const splits = /[\uD800-\uDBFF]/.test(text[end - 1] ?? '') && end < text.length
    parts.push(text.slice(at, splits ? end - 1 : end))
    at = splits ? end - 1 : end
  }
  return parts
}
