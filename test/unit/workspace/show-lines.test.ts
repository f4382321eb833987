import { describe, expect, it } from 'vitest'
import { cutTo, widthOf } from '../../../src/model/text-width.ts'
import type { ShownTable } from '../../../src/workspace/show.ts'
import { PAGE_ID, tableLines } from '../../../src/workspace/show-lines.ts'

describe('widths', () => {
  it.each([
    ['plain', 5],
    ['Übung – „a“', 11],
    ['日本語', 6],
    ['ｆｕｌｌ', 8],
    ['한국', 4],
    ['e\u0301', 1],
    ['🎧', 2],
    ['👩‍👩‍👧', 2],
    ['❤️', 2],
    ['❤', 1],
    ['🇩🇪', 2],
    ['a\u200bb', 2],
    ['', 0],
  ])('of %j is %i', (text, width) => expect(widthOf(text)).toBe(width))

  it.each([
    ['short', 5, 'short'],
    ['longer', 5, 'long…'],
    ['日本語の歌', 6, '日本…'],
    ['日本語', 6, '日本語'],
    ['👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 4, '👩‍👩‍👧…'],
    ['x'.repeat(100_000), 3, 'xx…'],
  ])('number %# is cut', (text, width, cut) => expect(cutTo(text, width)).toBe(cut))
})

const table = (columns: Record<string, string>, rows: ShownTable['rows'], total = rows.length): ShownTable => ({
  databaseId: '',
  dataSourceId: '',
  title: 'Songs',
  columns: Object.entries(columns).map(([name, type]) => ({ name, type })),
  rows,
  ids: [],
  total,
})

it('ids of rows are shown whole, right behind the title', () => {
  const id = '284e7361-6027-8018-872a-eb14e82e0392'
  const columns = { [PAGE_ID]: PAGE_ID, Title: 'title', Artist: 'rich_text' }
  const lines = tableLines(table(columns, [{ [PAGE_ID]: id, Title: 'Dawn', Artist: 'Ada' }]), 60)
  expect(lines.at(-1)).toMatch(new RegExp(`^  Dawn +${id}  Ada$`))
})

describe('a table in the terminal', () => {
  it('has aligned columns, the title first, numbers at the right, no empty column', () => {
    const columns = { BPM: 'number', Empty: 'rich_text', 'Key ': 'rich_text', Name: 'title', State: 'status' }
    const rows: Record<string, string>[] = [
      { Name: '日本', BPM: '124', 'Key ': 'A minor', State: 'Ready' },
      { Name: 'Long name', BPM: '98.5' },
    ]
    expect(tableLines(table(columns, rows), 80)).toEqual([
      'Songs: 2 rows',
      '  Name       State   BPM  Key',
      '  ─────────  ─────  ────  ───────',
      '  日本       Ready   124  A minor',
      '  Long name         98.5',
    ])
  })

  it('puts long texts and what is seldom filled behind, and names what has no room', () => {
    const columns = { Text: 'rich_text', Rare: 'select', Name: 'title', Link: 'url', Often: 'select' }
    const rows = [1, 2, 3].map(number => ({
      Name: `N${number}`,
      Text: 'word '.repeat(20),
      Link: 'https://example.com',
      Often: 'yes',
      ...(number === 1 && { Rare: 'once' }),
    }))
    const [, head, , , , , left] = tableLines(table(columns, rows), 38)
    expect(head).toBe('  Name  Often  Rare')
    expect(left).toBe('  not shown: Text, Link')
  })

  it('keeps a cell in its line', () => {
    const [, , , line] = tableLines(
      table({ Name: 'title' }, [{ Name: 'a\u001b[31m\n\tb\r2026-07-04T10:00:00.000Z' }]),
      80,
    )
    expect(line).toBe('  a [31m b 2026-07-04 10:00Z')
  })

  it('cuts the title so that the state fits beside it, unless too little would be left', () => {
    const rows = [{ Name: 'Review the set list for Friday', State: 'In Progress' }]
    const lines = (width: number) => tableLines(table({ Name: 'title', State: 'status' }, rows), width)
    expect(lines(40)[3]).toBe('  Review the set list for…   In Progress')
    expect(lines(32)[3]).toBe('  Review the set list for Friday')
  })

  it('keeps what turns the direction of writing out of the line', () => {
    const [, , , line] = tableLines(table({ Name: 'title' }, [{ Name: 'a\u202eb\u2067c\u200dd' }]), 80)
    expect(line).toBe('  abc\u200dd')
  })

  it('says how many rows are left, and says so of none', () => {
    expect(tableLines(table({ Name: 'title' }, [{ Name: 'a' }], 100_000), 80).at(-1)).toBe('  … 99,999 more: --limit N')
    expect(tableLines(table({ Name: 'title' }, []), 80)).toEqual(['Songs: 0 rows'])
  })

  it.each([20, 40, 80, 200])('is never wider than %i', width => {
    const columns = { Name: 'title', A: 'rich_text', B: 'number', C: 'select' }
    const rows = [{ Name: '歌'.repeat(60), A: 'long '.repeat(9), B: '1', C: 'x'.repeat(30) }]
    for (const line of tableLines(table(columns, rows), width)) expect(widthOf(line)).toBeLessThanOrEqual(width)
  })
})
