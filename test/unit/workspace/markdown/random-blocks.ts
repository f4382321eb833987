// Block trees of every type Markdown has a form for, with text that is hard to write.

import type { MarkdownBlock } from '../../../../src/workspace/markdown/block.ts'
import fc from '../../../support/property.ts'
import type { Json } from '../open-client.ts'

const SIGNS = [
  ...'*_#<>[]`$~{}|^\\-+=!()":&.\n\t \u00a0',
  ...['**', '__', '~~', '  ', '# ', '- ', '> ', '1. ', '2) ', '---', '- [ ] ', '](', '```', '$$', '`$', '&amp;', '\\<'],
  ...['</td>', '<br>', '<span>', '</span>', '<details>', '<empty-block/>', '{color="red"}', '![a](b)', '[a](b)'],
  ...['https://a.b/c', 'a', 'word', 'é', '日本', '😀', '7'],
]
const ID = '393abc1e-edcd-8181-8d59-e30a27148c69'

export const nastyText: fc.Arbitrary<string> = fc
  .array(fc.oneof({ arbitrary: fc.constantFrom(...SIGNS), weight: 6 }, fc.string({ unit: 'grapheme', maxLength: 4 })), {
    maxLength: 8,
  })
  .map(parts => parts.join(''))

const color = fc.constantFrom('default', 'red', 'gray_background')
const address = fc
  .array(
    fc.constantFrom('a', '/', '?', '&', '=', '(', ')', '\\', '<', '>', '*', '_', '`', '#', ' ', '[', ']', '%20', '$'),
  )
  .map(parts => `https://example.com/${parts.join('')}`)

const annotations = fc.record(
  {
    bold: fc.boolean(),
    italic: fc.boolean(),
    strikethrough: fc.boolean(),
    underline: fc.boolean(),
    code: fc.boolean(),
    color,
  },
  { requiredKeys: [] },
)
const textItem = fc
  .record({
    content: nastyText,
    link: fc.option(
      address.map(url => ({ url })),
      { freq: 5 },
    ),
    annotations,
  })
  .map(({ content, link, annotations }): Json => ({ type: 'text', text: { content, link }, annotations }))
const formulaItem = fc
  .record({
    expression: fc
      .array(fc.constantFrom(...'ab\\{}^_*`$ <>[]7~'), { minLength: 1 })
      .map(parts => parts.join('').trim() || 'x'),
    annotations,
  })
  .map(({ expression, annotations }): Json => ({ type: 'equation', equation: { expression }, annotations }))
const date = fc.constantFrom('2026-01-02', '2026-01-02T10:30:00', '2026-01-02T10:30:15.000+02:00')
const mentionItem = fc
  .record({
    mention: fc.oneof(
      fc.constantFrom('page', 'database', 'user', 'data_source').map(kind => ({ type: kind, [kind]: { id: ID } })),
      fc
        .record({ start: date, end: fc.option(date), time_zone: fc.option(fc.constant('Europe/Berlin')) })
        .map(moment => ({ type: 'date', date: moment })),
    ),
    annotations,
  })
  .map((item): Json => ({ type: 'mention', ...item }))

export const richText: fc.Arbitrary<Json[]> = fc.array(
  fc.oneof({ arbitrary: textItem, weight: 6 }, formulaItem, mentionItem),
  { maxLength: 5 },
)

const leaf = (type: string, content: fc.Arbitrary<Json>): fc.Arbitrary<MarkdownBlock> =>
  content.map(given => ({ type, content: given, children: [] }))
const words = fc.record({ rich_text: richText, color })
const media = fc.record({ external: address.map(url => ({ url })), caption: richText })

const table = fc.integer({ min: 1, max: 3 }).chain(width =>
  fc
    .record({
      rows: fc.array(fc.array(richText, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 3 }),
      has_column_header: fc.boolean(),
      has_row_header: fc.boolean(),
    })
    .map(
      ({ rows, ...headers }): MarkdownBlock => ({
        type: 'table',
        content: { table_width: width, ...headers },
        children: rows.map(cells => ({ type: 'table_row', content: { cells }, children: [] })),
      }),
    ),
)

const leaves = fc.oneof(
  ...[1, 2, 3, 4].map(level => leaf(`heading_${level}`, words)),
  leaf(
    'code',
    fc.record({
      rich_text: nastyText.map(content => [{ type: 'text', text: { content } }]),
      language: fc.constantFrom('plain text', 'typescript', 'c++'),
    }),
  ),
  leaf('equation', fc.record({ expression: nastyText })),
  leaf('divider', fc.constant({})),
  leaf('table_of_contents', fc.record({ color })),
  ...['image', 'audio', 'video', 'file', 'pdf'].map(type => leaf(type, media)),
  table,
)

export const blockTrees: fc.Arbitrary<MarkdownBlock[]> = fc.letrec<{ blocks: MarkdownBlock[]; block: MarkdownBlock }>(
  tie => {
    const holding = (type: string, content: fc.Arbitrary<Json>) =>
      fc.record({ content, children: tie('blocks') }).map(given => ({ type, ...given }))
    return {
      blocks: fc.array(tie('block'), { maxLength: 3, depthIdentifier: 'tree' }),
      block: fc.oneof(
        { depthIdentifier: 'tree', depthSize: 'small', withCrossShrink: true },
        { arbitrary: leaves, weight: 3 },
        ...['paragraph', 'bulleted_list_item', 'numbered_list_item', 'quote', 'toggle'].map(type =>
          holding(type, words),
        ),
        holding(
          'to_do',
          words.chain(given => fc.boolean().map((checked): Json => ({ ...given, checked }))),
        ),
        holding(
          'heading_2',
          words.map((given): Json => ({ ...given, is_toggleable: true })),
        ),
        holding(
          'callout',
          words.map((given): Json => ({ ...given, icon: { emoji: '💡' } })),
        ),
        fc.array(tie('blocks'), { minLength: 1, maxLength: 3 }).map(
          (columns): MarkdownBlock => ({
            type: 'column_list',
            content: {},
            children: columns.map(children => ({ type: 'column', content: {}, children })),
          }),
        ),
      ),
    }
  },
).blocks
