import { describe, expect, it } from 'vitest'
import { inlineItems } from '../../../../src/workspace/markdown/inline.ts'
import { writeInline } from '../../../../src/workspace/markdown/write-inline.ts'
import type { Json } from '../open-client.ts'

const ID = '393abc1e-edcd-8181-8d59-e30a27148c69'
const text = (content: string, annotations?: Json, url?: string): Json => ({
  type: 'text',
  text: { content, ...(url !== undefined && { link: { url } }) },
  ...(annotations && { annotations }),
})
const formula = (expression: string): Json => ({ type: 'equation', equation: { expression } })
const bold = { bold: true }

describe('inline Markdown is read as rich text', () => {
  it.each<[string, Json[]]>([
    ['plain', [text('plain')]],
    ['a **b** c', [text('a '), text('b', bold), text(' c')]],
    ['__b__ _i_ snake_case_name', [text('b', bold), text(' '), text('i', { italic: true }), text(' snake_case_name')]],
    ['***both***', [text('both', { bold: true, italic: true })]],
    ['~~gone~~', [text('gone', { strikethrough: true })]],
    ['`a *b*`', [text('a *b*', { code: true })]],
    ['[**b**](https://example.com)', [text('b', bold, 'https://example.com')]],
    ['<https://example.com>', [text('https://example.com', undefined, 'https://example.com')]],
    ['https://example.com', [text('https://example.com')]],
    ['![pic](https://example.com/a.png) after', [text('pic', undefined, 'https://example.com/a.png'), text(' after')]],
    ['$x^2$', [formula('x^2')]],
    ['$`a*b`$', [formula('a*b')]],
    ['it costs $5 and $10', [text('it costs $5 and $10')]],
    ['<span color="red_bg">r</span>', [text('r', { color: 'red_background' })]],
    ['<span underline="true">u</span>', [text('u', { underline: true })]],
    ['<span color="nocolor">r</span>', [text('r')]],
    ['a<br>b', [text('a\nb')]],
    ['\\*a\\* \\<b\\>', [text('*a* <b>')]],
    ['<kbd>x</kbd> &amp; <b', [text('<kbd>x</kbd> &amp; <b')]],
    ['2 * 3 * 4', [text('2 * 3 * 4')]],
    [
      `<mention-page url="https://app.notion.com/p/T-${ID.replaceAll('-', '')}">T</mention-page>`,
      [{ type: 'mention', mention: { type: 'page', page: { id: ID } }, plain_text: 'T' }],
    ],
    ['<mention-page url="nowhere"/>', [text('<mention-page url="nowhere"/>')]],
    [
      '<mention-date start="2026-01-02" startTime="10:30" timeZone="Europe/Berlin"/>',
      [
        {
          type: 'mention',
          mention: { type: 'date', date: { start: '2026-01-02T10:30:00', end: null, time_zone: 'Europe/Berlin' } },
        },
      ],
    ],
  ])('%s', (markdown, items) => {
    expect(inlineItems(markdown)).toEqual(items)
  })

  it('in pieces of 2,000 characters, none of them half a character', () => {
    const items = inlineItems(`a${'😀'.repeat(2500)}`)
    const contents = items.map(item => (item.text as { content: string }).content)
    expect(contents.map(content => content.length)).toEqual([1999, 2000, 1002])
    expect(contents.every(content => content.isWellFormed())).toBe(true)
  })
})

describe('rich text is written as inline Markdown', () => {
  it.each<[Json[], string]>([
    [[text('a * b_c _d #x')], 'a \\* b_c \\_d #x'],
    [[text('Note: ', bold), text('text')], '**Note:** text'],
    [[text('see ', bold), text('this', bold, 'https://a.b'), text(' now', bold)], '**see [this](https://a.b) now**'],
    [[text('a', bold), text('b')], '**a**b'],
    [[text('(a)', bold), text('b')], '<strong>(a)</strong>b'],
    [[text('a`b', { code: true })], '``a`b``'],
    [[text('a\nb', { code: true })], '<code>a<br>b</code>'],
    [[text('x', undefined, 'https://a.b/c d(e)')], '[x](<https://a.b/c d(e)>)'],
    [[formula('\\frac{a}{b}')], '$\\frac{a}{b}$'],
    [[formula('a$b')], '$`a$b`$'],
    [[text('5$ or $6')], '5\\$ or \\$6'],
  ])('%j', (items, markdown) => {
    expect(writeInline(items)).toBe(markdown)
    expect(writeInline(inlineItems(markdown))).toBe(markdown)
  })
})
