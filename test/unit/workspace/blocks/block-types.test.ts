import type { LanguageRequest } from '@notionhq/client/build/src/api-endpoints/common.js'
import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from 'vitest'
import {
  checkInside,
  leastChildren,
  mayHaveChildren,
  readContent,
  typeOf,
} from '../../../../src/workspace/blocks/block-types.ts'
import type { FieldContext } from '../../../../src/workspace/blocks/fields.ts'
import type { LANGUAGES } from '../../../../src/workspace/blocks/languages.ts'
import { openApi, type TestApi } from '../open-client.ts'

let api: TestApi
let context: FieldContext
beforeEach(() => {
  api = openApi()
  context = { path: 'body.block', uploads: api.workspace.store.uploads }
})
afterEach(() => api.workspace.close())

const link = (url: string) => ({ external: { url } })

describe('the type of a block', () => {
  it('is the one it names, or the one whose content it has', () => {
    expect(typeOf({ type: 'divider', divider: {} }, 'at')).toBe('divider')
    expect(typeOf({ object: 'block', quote: { rich_text: [] } }, 'at')).toBe('quote')
  })

  it.each([
    [{}, 'at.type should be defined'],
    [{ type: 'child_page', child_page: {} }, 'at.type should be a block type that can be created'],
    [{ paragraph: {}, divider: {} }, 'at.divider should be not present'],
    [{ type: 'paragraph', divider: {} }, 'at.divider should be not present'],
    [{ object: 'page', divider: {} }, 'at.object should be `"block"`, instead was `"page"`'],
  ])('%j is refused', (block, message) => {
    expect(() => typeOf(block, 'at')).toThrow(message)
  })
})

describe('content', () => {
  it('of a new block has the defaults, that of a changed one what it had', () => {
    const made = readContent('code', { rich_text: [] }, context)
    expect(made).toEqual({ caption: [], rich_text: [], language: 'plain text' })
    const changed = readContent('code', { language: 'sql' }, context, made)
    expect(readContent('code', {}, context, changed)).toEqual({ ...made, language: 'sql' })
  })

  it('of a file keeps the file when only the caption changes', () => {
    const made = readContent('image', link('https://example.com/a.png'), context)
    const changed = readContent('image', { caption: [{ text: { content: 'c' } }] }, context, made)
    expect(changed.file).toEqual(made.file)
    expect(changed.caption).toMatchObject([{ plain_text: 'c' }])
    expect(readContent('image', link('https://example.com/b.png'), context, changed)).toMatchObject({
      caption: changed.caption,
      file: link('https://example.com/b.png'),
    })
  })

  it.each([
    ['paragraph', {}, 'body.block.rich_text should be defined'],
    ['paragraph', { rich_text: [], text: [] }, 'body.block.text should be not present'],
    ['image', { ...link('https://a.b'), size: 1 }, 'body.block.size should be not present'],
    ['to_do', { rich_text: [], checked: 'yes' }, 'body.block.checked should be a boolean'],
    ['quote', { rich_text: [], color: 'mauve' }, 'body.block.color should be'],
    ['code', { rich_text: [], language: 'klingon' }, 'body.block.language should be'],
    ['table', { table_width: 101 }, 'body.block.table_width should be between `1` and `100`'],
    ['bookmark', { url: '' }, 'body.block.url should be populated'],
    ['link_to_page', {}, 'body.block.page_id should be defined'],
    ['equation', { expression: 'x'.repeat(1001) }, 'body.block.expression.length should be ≤ `1000`'],
  ])('%s %j is refused', (type, given, message) => {
    expect(() => readContent(type, given, context)).toThrow(message)
  })
})

it('rows stand in tables, columns in column lists, and nothing else does', () => {
  const placed = (parent: string, child: string) => () => checkInside(parent, child, 'at')
  for (const [parent, child] of [
    ['table', 'table_row'],
    ['column_list', 'column'],
    ['column', 'table'],
    ['page', 'toggle'],
  ] as const)
    expect(placed(parent, child)).not.toThrow()
  for (const [parent, child] of [
    ['page', 'table_row'],
    ['column', 'column'],
    ['table', 'paragraph'],
    ['column_list', 'divider'],
  ] as const)
    expect(placed(parent, child)).toThrow(`at should not be a ${child}`)
})

it('blocks stand inside some types, which may need them', () => {
  expect(['toggle', 'column', 'child_page', 'divider', 'code', 'constructor'].map(mayHaveChildren)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ])
  expect(['column_list', 'column', 'table', 'toggle'].map(leastChildren)).toEqual([2, 1, 1, 0])
})

it('the languages are those of the official client', () => {
  expectTypeOf<(typeof LANGUAGES)[number]>().toEqualTypeOf<LanguageRequest>()
})
