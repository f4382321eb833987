// Changes of a page's Markdown as a request names them: texts replaced, all replaced, something put in.

import { notAsExpected, validationError } from '../api/api-error.ts'
import { arrayAt, booleanAt, type Json, objectAt, oneOfAt, onlyKeys, stringAt } from '../api/check.ts'
import { withoutExpiry } from './file-links.ts'
import { indentOf, isBlank } from './source.ts'

export interface Edited {
  text: string
  /** Pages and databases that are no longer named may go to the trash. */
  mayDelete: boolean
}

const EDITS = {
  update_content: updateContent,
  replace_content: replaceContent,
  insert_content: insertContent,
  replace_content_range: replaceRange,
} as const
const TYPES = ['update_content', 'replace_content', 'insert_content', 'replace_content_range'] as const

/** The page's Markdown after the edit that the request's body describes; links to our files have no expiry in it. */
export function editedText(body: Json, before: string): Edited {
  const type = oneOfAt(body.type, 'body.type', TYPES)
  onlyKeys(body, ['type', type, 'allow_async'], 'body')
  const path = `body.${type}`
  const edit = { given: objectAt(body[type], path), path }
  return { text: EDITS[type](before, edit), mayDelete: flagAt(edit.given, 'allow_deleting_content', path) }
}

interface Edit {
  given: Json
  path: string
}

function updateContent(before: string, { given, path }: Edit): string {
  onlyKeys(given, ['content_updates', 'allow_deleting_content'], path)
  return arrayAt(given.content_updates, `${path}.content_updates`).reduce<string>((text, item, index) => {
    const at = `${path}.content_updates[${index}]`
    const update = objectAt(item, at)
    onlyKeys(update, ['old_str', 'new_str', 'replace_all_matches'], at)
    const old = withoutExpiry(filledAt(update.old_str, `${at}.old_str`))
    const parts = text.split(old)
    if (parts.length === 1) throw notThere(old)
    if (parts.length > 2 && !flagAt(update, 'replace_all_matches', at))
      throw validationError(
        `Found ${parts.length - 1} matches of <pattern>${old}</pattern> in the current version of the page. Set replace_all_matches to true to replace all of them, or use a longer old_str.`,
      )
    return parts.join(withoutExpiry(stringAt(update.new_str, `${at}.new_str`)))
  }, before)
}

function replaceContent(_before: string, { given, path }: Edit): string {
  onlyKeys(given, ['new_str', 'allow_deleting_content'], path)
  return withoutExpiry(stringAt(given.new_str, `${path}.new_str`))
}

function insertContent(before: string, { given, path }: Edit): string {
  onlyKeys(given, ['content', 'after', 'position'], path)
  const content = withoutExpiry(stringAt(given.content, `${path}.content`))
  if (given.after !== undefined && given.position !== undefined)
    throw notAsExpected(`${path}.position`, 'not present when `after` is given', given.position)
  if (given.after !== undefined) return behindLine(before, content, rangeAt(before, given.after, `${path}.after`).end)
  const place =
    given.position === undefined
      ? 'end'
      : oneOfAt(objectAt(given.position, `${path}.position`).type, `${path}.position.type`, ['start', 'end'])
  return place === 'start' ? `${content}\n${before}` : `${before}\n${content}`
}

function replaceRange(before: string, { given, path }: Edit): string {
  onlyKeys(given, ['content', 'content_range', 'allow_deleting_content'], path)
  const content = withoutExpiry(stringAt(given.content, `${path}.content`))
  const { start, end } = rangeAt(before, given.content_range, `${path}.content_range`)
  return before.slice(0, start) + content + before.slice(end)
}

/** `start text...end text`, or one text. */
function rangeAt(text: string, value: unknown, path: string): { start: number; end: number } {
  const pattern = withoutExpiry(filledAt(value, path))
  const [first = '', ...others] = pattern.split('...')
  const last = others.join('...')
  const start = text.indexOf(first)
  const end = text.indexOf(last, start + first.length)
  if (start === -1 || end === -1) throw notThere(pattern)
  return { start, end: end + last.length }
}

/** Behind the block a place is in and those inside it, as far in as it stands. */
function behindLine(text: string, content: string, place: number): string {
  const lines = text.split('\n')
  const line = text.slice(0, place).trimEnd().split('\n').length - 1
  const indent = /^[ \t]*/.exec(lines[line] ?? '')?.[0] ?? ''
  const next = lines.findIndex(
    (each, index) => index > line && !isBlank(each) && indentOf(each) <= indentOf(lines[line] ?? ''),
  )
  const added = content.split('\n').map(each => (each === '' ? '' : indent + each))
  lines.splice(next === -1 ? lines.length : next, 0, ...added)
  return lines.join('\n')
}

function filledAt(value: unknown, path: string): string {
  const text = stringAt(value, path)
  if (text === '') throw notAsExpected(path, 'populated', text)
  return text
}

const flagAt = (given: Json, name: string, path: string): boolean =>
  given[name] !== undefined && booleanAt(given[name], `${path}.${name}`)

const notThere = (pattern: string) =>
  validationError(`String not found: <pattern>${pattern}</pattern> in current version of the page`)
