// A part of a rich text changed: links, mentions, equations and looks of the rest stay as they are.

import { joinAlike, type RichItem, type RichText, type TextItem, withContent } from './rich-text.ts'
import { MOST_ITEMS, splitText } from './split-text.ts'

export type TextChange =
  /** The first place where the text says it; also across items, never inside a mention or an equation. */
  { replace: string; by: string } | { append: string } | { set: string }

/** @returns the changed text; the very same one when there is nothing to replace */
export function changeText(text: RichText, change: TextChange): RichText {
  if ('set' in change) return { items: splitText(change.set).map(plain), complete: true }
  const items = 'append' in change ? appended(text.items, change.append) : replaced(text.items, change)
  if (!items) return text
  return { ...text, items: items.length > MOST_ITEMS ? joinAlike(items) : items }
}

const plain = (content: string): TextItem => ({ type: 'text', text: { content }, plain_text: content })

/** As a line of its own. */
function appended(items: readonly RichItem[], line: string): RichItem[] {
  const isFirst = items.every(item => item.type === 'text' && item.text.content === '')
  return [...items, plain(isFirst ? line : `\n${line}`)]
}

/** Stands for a mention or an equation in the text that is searched; it is no character. */
const ATOM = '\uffff'
const searchable = (item: RichItem) => (item.type === 'text' ? item.text.content : ATOM)

function replaced(
  items: readonly RichItem[],
  { replace, by }: { replace: string; by: string },
): RichItem[] | undefined {
  const from = items.map(searchable).join('').indexOf(replace)
  if (replace === '' || replace.includes(ATOM) || from === -1) return undefined
  const to = from + replace.length
  let at = 0
  let isPlaced = false
  return items.flatMap(item => {
    const length = searchable(item).length
    const [first, last] = [from - at, to - at]
    at += length
    if (item.type !== 'text' || last <= 0 || first >= length) return [item]
    const before = item.text.content.slice(0, Math.max(first, 0))
    const content = before + (isPlaced ? '' : by) + item.text.content.slice(last)
    isPlaced = true
    return content === '' ? [] : [withContent(item, content)]
  })
}
