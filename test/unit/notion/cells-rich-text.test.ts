import { describe, expect, it } from 'vitest'
import { changeText } from '../../../src/notion/cells/change-text.ts'
import type { RichItem, RichText } from '../../../src/notion/cells/rich-text.ts'
import { readRichText, sameCell, writeCell } from '../../../src/notion/cells.ts'
import fc from '../../support/property.ts'

const ID = '284e7361-6027-8018-872a-eb14e82e0392'
const column = { name: 'Notes', type: 'rich_text' } as const
const text = (content: string, more: object = {}): RichItem => ({
  type: 'text',
  text: { content, link: null },
  plain_text: content,
  href: null,
  ...more,
})
const bold = { annotations: { bold: true, color: 'default' } }
const mention = (inside: Record<string, unknown>): RichItem => ({
  type: 'mention',
  mention: inside,
  plain_text: '@x',
  href: null,
})
const user = mention({ type: 'user', user: { object: 'user', id: ID, name: 'A' } })
const equation: RichItem = { type: 'equation', equation: { expression: 'e=mc^2' }, plain_text: 'e=mc^2' }
const whole = (...items: RichItem[]): RichText => ({ items, complete: true })
const words = ({ items }: RichText) =>
  items.map(item => (item.type === 'text' ? item.text.content : `<${item.type}>`)).join('')
const written = (value: RichText) => writeCell(column, value).rich_text

describe('changing a part of a text', () => {
  it('replaces a piece that goes over items; the others are the very same', () => {
    const before = whole(text('State: '), text('op', bold), text('en', bold), user, equation, text(' open'))
    const after = changeText(before, { replace: ': open', by: ' = closed' })
    expect(words(after)).toBe('State = closed<mention><equation> open')
    expect(after.items.at(-1)).toBe(before.items.at(-1))
    expect(after.items).toContain(user)
  })

  it('what is put in looks like the place where the piece began, with its link', () => {
    const link = text('see here', { text: { content: 'see here', link: { url: 'https://a.b' } }, ...bold })
    const after = changeText(whole(link), { replace: 'here', by: 'there' })
    expect(after.items).toMatchObject([{ text: { content: 'see there', link: { url: 'https://a.b' } }, ...bold }])
  })

  it('finds nothing in mentions and across them, and then changes nothing', () => {
    const before = whole(text('a'), user, text('b'))
    for (const piece of ['ab', '@x', 'c', '', '\uffff'])
      expect(changeText(before, { replace: piece, by: '!' })).toBe(before)
  })

  it('takes a piece out', () => expect(words(changeText(whole(text('a, b')), { replace: ', b', by: '' }))).toBe('a'))

  it('appends a line in plain looks, the first one without a line break', () => {
    const after = changeText(whole(text('one', bold)), { append: 'two' })
    expect(words(after)).toBe('one\ntwo')
    expect(after.items[1]).not.toHaveProperty('annotations')
    expect(words(changeText(whole(), { append: 'one' }))).toBe('one')
    expect(words(changeText(whole(user), { append: 'one' }))).toBe('<mention>\none')
  })

  it('sets all of it, also when mentions may be missing', () => {
    const after = changeText({ items: [user], complete: false }, { set: 'a'.repeat(2000) })
    expect(words(after)).toBe('a'.repeat(2000))
    expect(written(after)).toHaveLength(2)
  })

  it('keeps every word for any change, in items Notion takes', () => {
    const piece = fc.string({ unit: 'grapheme', maxLength: 2500 })
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 130 }), piece, (pieces, line) => {
        const before = whole(...pieces.map(each => text(each)))
        const after = changeText(before, { append: line })
        expect(words(after)).toBe(pieces.join('') === '' ? line : `${pieces.join('')}\n${line}`)
        const items = written(after) as { text: { content: string } }[]
        expect(items.length).toBeLessThanOrEqual(100)
        expect(items.every(({ text: { content } }) => content.length <= 2000 && content.isWellFormed())).toBe(true)
      }),
      { numRuns: 50 },
    )
  })
})

describe('writing a text with looks', () => {
  it('takes mentions as requests have them, and a preview of an outside link as that link', () => {
    const date = { start: '2026-07-04', end: null, time_zone: null }
    const template = { type: 'template_mention_date', template_mention_date: 'today' }
    const items = written(
      whole(
        user,
        mention({ type: 'page', page: { id: ID } }),
        mention({ type: 'database', database: { id: ID } }),
        mention({ type: 'date', date }),
        mention({ type: 'template_mention', template_mention: template }),
        mention({ type: 'link_preview', link_preview: { url: 'https://a.b/1' } }),
        equation,
      ),
    )
    expect(items).toMatchObject([
      { mention: { type: 'user', user: { id: ID } } },
      { mention: { page: { id: ID } } },
      { mention: { database: { id: ID } } },
      { mention: { date } },
      { mention: { template_mention: template } },
      { type: 'text', text: { content: '@x', link: { url: 'https://a.b/1' } } },
      { equation: { expression: 'e=mc^2' } },
    ])
    expect(items).not.toHaveProperty([0, 'mention', 'user', 'name'])
  })

  it('joins items that look alike when there are too many, and refuses too many of different looks', () => {
    const alike = Array.from({ length: 150 }, () => text('abc'))
    expect(written(whole(...alike))).toEqual([expect.objectContaining({ text: { content: 'abc'.repeat(150) } })])
    const different = Array.from({ length: 101 }, (_, at) => text('abc', at % 2 ? bold : {}))
    expect(() => written(whole(...different))).toThrow(/"Notes" cannot be written: the text has 101 pieces/)
  })

  it('25 mentions may not be all: such a text is not written back', () => {
    const cell = { type: 'rich_text', rich_text: Array.from({ length: 25 }, () => user) }
    const read = readRichText(cell)
    expect(() => written(changeText(read, { append: 'more' }))).toThrow(/first 25 mentions.*would be lost/)
    expect(written(readRichText({ ...cell, has_more: false }))).toHaveLength(25)
    expect(readRichText(undefined)).toEqual(whole())
  })

  it('counts as kept in other pieces and with what Notion adds, not with other looks, links or people', () => {
    const annotations = {
      bold: false,
      italic: false,
      strikethrough: false,
      underline: false,
      code: false,
      color: 'default',
    }
    const answered = (...items: RichItem[]) => ({ type: 'rich_text', rich_text: items })
    const meant = whole(text('one '), text('two'), user)
    const found = [text('one two', { annotations }), { ...user, annotations }]
    expect(sameCell(column, meant, answered(...found))).toBe(true)
    expect(sameCell(column, meant, answered(text('one two', bold), user))).toBe(false)
    const linked = text('one two', { text: { content: 'one two', link: { url: 'https://a.b' } } })
    expect(sameCell(column, meant, answered(linked, user))).toBe(false)
    const other = mention({ type: 'user', user: { id: ID.replace('2', '3') } })
    expect(sameCell(column, meant, answered(text('one two'), other))).toBe(false)
  })
})
