import { describe, expect, it } from 'vitest'
import type { MarkdownBlock } from '../../../../src/workspace/markdown/block.ts'
import { markdownToBlocks } from '../../../../src/workspace/markdown/read-blocks.ts'
import { blocksToMarkdown } from '../../../../src/workspace/markdown/write-blocks.ts'
import fc from '../../../support/property.ts'
import type { Json } from '../open-client.ts'
import { blockTrees, nastyText } from './random-blocks.ts'

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const UNSEEN_ON_SPACES = ['bold', 'italic', 'strikethrough']

/** What a reader sees: each character with its marks; whether a space is bold cannot be seen. */
function looks(items: unknown): unknown[] {
  return (Array.isArray(items) ? items : []).filter(isObject).flatMap((item): unknown[] => {
    const marks = Object.entries(isObject(item.annotations) ? item.annotations : {})
      .filter(([, value]) => value !== false && value !== 'default')
      .sort()
    if (!isObject(item.text)) return [{ atom: item.mention ?? item.equation, marks }]
    const { content, link } = item.text
    return [...String(content)].map(sign => ({
      sign,
      link: isObject(link) ? link.url : undefined,
      marks: /\s/.test(sign) ? marks.filter(([name]) => !UNSEEN_ON_SPACES.includes(name)) : marks,
    }))
  })
}

function seen({ type, content, children }: MarkdownBlock): unknown {
  const { rich_text, caption, cells, color, ...rest } = content
  return {
    type,
    rest: rest.is_toggleable === false ? { ...rest, is_toggleable: undefined } : rest,
    color: color === 'default' ? undefined : color,
    words: looks(rich_text),
    caption: looks(caption),
    cells: Array.isArray(cells) ? cells.map(looks) : undefined,
    children: children.map(seen),
  }
}

describe('blocks written and read again', () => {
  it('are the same blocks', () => {
    fc.assert(
      fc.property(blockTrees, blocks => {
        expect(markdownToBlocks(blocksToMarkdown(blocks)).map(seen)).toEqual(blocks.map(seen))
      }),
      { numRuns: 300 },
    )
  })

  it('are written the same way', () => {
    fc.assert(
      fc.property(blockTrees, blocks => {
        const markdown = blocksToMarkdown(blocks)
        expect(blocksToMarkdown(markdownToBlocks(markdown))).toBe(markdown)
      }),
      { numRuns: 300 },
    )
  })
})

describe('any text', () => {
  const anyLines = fc.array(nastyText, { maxLength: 8 }).map(lines => lines.join('\n'))

  it('read and written has its normal form', () => {
    fc.assert(
      fc.property(anyLines, text => {
        const markdown = blocksToMarkdown(markdownToBlocks(text))
        expect(blocksToMarkdown(markdownToBlocks(markdown))).toBe(markdown)
      }),
      { numRuns: 1000 },
    )
  })
})
