// Words with inline Markdown, read as rich text.

import type { Token } from 'marked'
import { toPageId } from '../../model/page-id.ts'
import type { Json } from '../api/check.ts'
import { readColor } from './attributes.ts'
import { readAddress } from './escape.ts'
import { inlineTokens } from './inline-syntax.ts'
import { itemsOf, type Mark, mentionAtom, merged, type Run, withMark } from './runs.ts'

/** The items a request would have for these words: bold, links, formulas, mentions …; what has no meaning stays text. */
export const inlineItems = (text: string): Json[] => itemsOf(inlineRuns(text))

export const inlineRuns = (text: string): Run[] => merged(runsIn(inlineTokens(text), []))

const TAG_MARKS: Record<string, Mark> = {
  strong: 'bold',
  b: 'bold',
  em: 'italic',
  i: 'italic',
  del: 'strikethrough',
  s: 'strikethrough',
  strike: 'strikethrough',
  u: 'underline',
  code: 'code',
}

const runsIn = (tokens: readonly Token[], marks: readonly Mark[]): Run[] =>
  tokens.flatMap(token => runsAt(token, marks))

function runsAt(token: Token, marks: readonly Mark[]): Run[] {
  const tokens: readonly Token[] = ('tokens' in token && token.tokens) || []
  const inside = (mark: Mark) => runsIn(tokens, withMark(marks, mark))
  switch (token.type) {
    case 'strong':
      return inside('bold')
    case 'em':
      return inside('italic')
    case 'del':
      return inside('strikethrough')
    case 'codespan':
      return [{ marks: withMark(marks, 'code'), text: token.text }]
    case 'link':
      return token.href === '' ? runsIn(tokens, marks) : inside(`link:${token.href}`)
    case 'image':
      return [
        { marks: token.href === '' ? marks : withMark(marks, `link:${token.href}`), text: token.text || token.href },
      ]
    case 'br':
    case 'lineBreak':
      return [{ marks, text: '\n' }]
    case 'formula':
      return [{ marks, atom: { type: 'equation', equation: { expression: token.text } } }]
    case 'tag':
      return tagged(token.name, token.attributes, { marks, tokens, raw: token.raw })
    default:
      return [{ marks, text: 'text' in token && token.type !== 'html' ? token.text : token.raw }]
  }
}

function tagged(
  name: string,
  attributes: Record<string, string>,
  { marks, tokens, raw }: { marks: readonly Mark[]; tokens: readonly Token[]; raw: string },
): Run[] {
  if (name.startsWith('mention-')) {
    const mention = mentionOf(name, attributes)
    const words = runsIn(tokens, []).map(run => run.text ?? '')
    if (!mention) return [{ marks, text: raw }]
    return [{ marks, atom: mentionAtom(mention, words.join('') || undefined) }]
  }
  const color = readColor(attributes.color)
  const added = [
    ...(TAG_MARKS[name] === undefined ? [] : [TAG_MARKS[name]]),
    ...(attributes.underline === 'true' ? ['underline'] : []),
    ...(color === undefined ? [] : [`color:${color}`]),
    ...(attributes.href ? [`link:${readAddress(attributes.href)}`] : []),
  ]
  return runsIn(tokens, added.reduce(withMark, marks))
}

const MENTIONS: Record<string, string> = {
  'mention-user': 'user',
  'mention-agent': 'user',
  'mention-page': 'page',
  'mention-database': 'database',
  'mention-data-source': 'data_source',
}

/** undefined when it does not say what is mentioned. */
function mentionOf(name: string, attributes: Record<string, string>): Json | undefined {
  if (name === 'mention-date') return dateMention(attributes)
  const kind = MENTIONS[name]
  const id = toPageId(
    (attributes.url ?? '').replaceAll(/^\{\{|\}\}$/g, '').replace(/^(user|agent|collection):\/\//, ''),
  )
  return kind === undefined || id === undefined ? undefined : { type: kind, [kind]: { id } }
}

function dateMention({ start, startTime, end, endTime, timeZone }: Record<string, string>): Json | undefined {
  if (start === undefined) return undefined
  const moment = (day: string, time: string | undefined) => (time === undefined ? day : `${day}T${time}:00`)
  return {
    type: 'date',
    date: {
      start: moment(start, startTime),
      end: end === undefined ? null : moment(end, endTime),
      time_zone: timeZone ?? null,
    },
  }
}
