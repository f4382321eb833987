import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readText, splitText, writeCell } from '../../../src/notion/cells.ts'
import { resolveSchema } from '../../../src/notion/schema.ts'

describe('splitText', () => {
  it('splits at 2,000 characters and loses nothing, surrogates included', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 9000 }), text => {
        const pieces = splitText(text)
        expect(pieces.join('')).toBe(text)
        expect(pieces.every(piece => piece.length <= 2000 && piece.isWellFormed())).toBe(true)
      }),
      { numRuns: 200 },
    )
    expect(splitText(`${'a'.repeat(1999)}😀`).map(piece => piece.length)).toEqual([1999, 2])
  })
})

describe('cells', () => {
  const column = (type: 'url' | 'select' | 'rich_text' | 'multi_select' | 'number') => ({
    id: 'i',
    name: 'n',
    type,
    options: [],
  })

  it('empties by null where Notion refuses an empty text', () => {
    expect(writeCell(column('url'), '')).toEqual({ url: null })
    expect(writeCell(column('select'), null)).toEqual({ select: null })
    expect(writeCell(column('rich_text'), null)).toEqual({ rich_text: [] })
    expect(writeCell(column('number'), null)).toEqual({ number: null })
  })

  it('keeps commas out of option names', () => {
    expect(writeCell(column('multi_select'), ['a,b'])).toEqual({ multi_select: [{ name: 'a‚b' }] })
  })

  it('reads a rollup of one relation as its title', () => {
    const cell = {
      type: 'rollup',
      rollup: { type: 'array', array: [{ type: 'title', title: [{ plain_text: 'Claude MM1 Agent' }] }] },
    }
    expect(readText(cell)).toBe('Claude MM1 Agent')
  })
})

describe('resolveSchema', () => {
  const source = (properties: Record<string, string>) => ({
    id: 'ds',
    title: [{ plain_text: 'Music' }],
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, type], index) => [name, { id: `p%3A${index}`, name, type, [type]: {} }]),
    ),
  })
  const rules = {
    title: { names: [], types: ['title'], needed: true },
    key: { names: ['Key'], types: ['rich_text'] },
    tempo: { names: ['Tempo', 'BPM'], types: ['number'] },
  } as const

  it('finds any title, trailing blanks, aliases; decodes ids', () => {
    const schema = resolveSchema(source({ Wish: 'title', 'Key ': 'rich_text', BPM: 'number' }), rules)
    expect(schema.columns.title?.name).toBe('Wish')
    expect(schema.columns.key).toMatchObject({ name: 'Key ', id: 'p:1' })
    expect(schema.columns.tempo?.name).toBe('BPM')
  })

  it('prefers the column of the right type among namesakes', () => {
    expect(resolveSchema(source({ Name: 'title', Key: 'number', 'Key ': 'rich_text' }), rules).columns.key?.name).toBe(
      'Key ',
    )
  })

  it('says what is expected and what is there', () => {
    expect(() => resolveSchema(source({ Name: 'title', Tempo: 'rich_text' }), rules)).toThrow(
      /"Tempo" should be number, it is rich_text.*It has: "Name" title, "Tempo" rich_text/,
    )
    expect(() => resolveSchema(source({ Tempo: 'number' }), rules)).toThrow(/a column "title" \(title\) is missing/)
    expect(() => resolveSchema(source({}), rules)).toThrow(/without columns/)
  })

  it('an absent optional column switches its field off', () => {
    expect(resolveSchema(source({ Name: 'title' }), rules).absent).toEqual(['key', 'tempo'])
  })
})
