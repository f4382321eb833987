// Rich text: a request's items with Notion's defaults filled in, and the plain text of them.

import { notAsExpected } from '../api/api-error.ts'
import { arrayAt, booleanAt, isObject, type Json, objectAt, oneOfAt, stringAt, uuidAt } from '../api/check.ts'
import { knownUser, nameOfUser } from '../api/identity.ts'
import { momentAt } from './date-value.ts'

const MAX_TEXT = 2000
const MAX_EQUATION = 1000
export const COLORS = [
  'default',
  'gray',
  'brown',
  'orange',
  'yellow',
  'green',
  'blue',
  'purple',
  'pink',
  'red',
] as const
const MARKS = ['bold', 'italic', 'strikethrough', 'underline', 'code'] as const

export function richTextAt(value: unknown, path: string): Json[] {
  return arrayAt(value, path).map((item, index) => itemAt(objectAt(item, `${path}[${index}]`), `${path}[${index}]`))
}

export function plainText(items: unknown): string {
  if (!Array.isArray(items)) return ''
  return items.map(item => (isObject(item) && typeof item.plain_text === 'string' ? item.plain_text : '')).join('')
}

/** One plain run of text, as a request writes it. */
export const textItems = (content: string): Json[] => (content === '' ? [] : [{ text: { content } }])

function itemAt(item: Json, path: string): Json {
  const annotations = annotationsAt(item.annotations, `${path}.annotations`)
  if (item.type !== undefined) oneOfAt(item.type, `${path}.type`, KINDS)
  if (isObject(item.equation)) {
    const expression = stringAt(item.equation.expression, `${path}.equation.expression`, MAX_EQUATION)
    return { type: 'equation', equation: { expression }, annotations, plain_text: expression, href: null }
  }
  if (isObject(item.mention)) {
    const mention = mentionAt(item.mention, `${path}.mention`)
    return { type: 'mention', mention, annotations, plain_text: mentionText(mention), href: null }
  }
  const text = objectAt(item.text, `${path}.text`)
  const content = stringAt(text.content, `${path}.text.content`, MAX_TEXT)
  const link = linkAt(text.link, `${path}.text.link`)
  return { type: 'text', text: { content, link }, annotations, plain_text: content, href: link?.url ?? null }
}

function linkAt(value: unknown, path: string): { url: string } | null {
  if (value === undefined || value === null) return null
  const url = stringAt(objectAt(value, path).url, `${path}.url`, MAX_TEXT)
  if (url === '') throw notAsExpected(`${path}.url`, 'populated or `null`', url)
  return { url }
}

function annotationsAt(value: unknown, path: string): Json {
  const given = value === undefined ? {} : objectAt(value, path)
  const marks = MARKS.map(mark => [mark, given[mark] === undefined ? false : booleanAt(given[mark], `${path}.${mark}`)])
  const colors = COLORS.flatMap(color => [color, `${color}_background`])
  const color = given.color === undefined ? 'default' : oneOfAt(given.color, `${path}.color`, colors)
  return { ...Object.fromEntries(marks), color }
}

const KINDS = ['text', 'mention', 'equation'] as const
const MENTIONS = ['user', 'page', 'database', 'data_source', 'date', 'template_mention', 'custom_emoji'] as const
const MENTIONED_BY_ID = ['user', 'page', 'database', 'data_source']

/** With its type, and of a user what is known. */
function mentionAt(given: Json, path: string): Json {
  const type = MENTIONS.find(each => given[each] !== undefined)
  if (!type) throw notAsExpected(`${path}.page`, 'defined', given.page)
  const mentioned = objectAt(given[type], `${path}.${type}`)
  if (!MENTIONED_BY_ID.includes(type)) return { type, [type]: type === 'date' ? dateAt(mentioned, path) : mentioned }
  const id = uuidAt(mentioned.id, `${path}.${type}.id`)
  return { type, [type]: type === 'user' ? knownUser(id) : { id } }
}

function dateAt({ start, end = null, time_zone: zone = null }: Json, path: string): Json {
  momentAt(start, `${path}.date.start`)
  if (end !== null) momentAt(end, `${path}.date.end`)
  if (zone !== null) stringAt(zone, `${path}.date.time_zone`)
  return { start, end, time_zone: zone }
}

function mentionText(mention: Json): string {
  if (isObject(mention.date)) return [mention.date.start, mention.date.end ?? []].flat().join(' → ')
  return isObject(mention.user) ? `@${nameOfUser(String(mention.user.id)) || 'User'}` : 'Untitled'
}
