import { afterEach, beforeEach, expect, it } from 'vitest'
import { blocksToMarkdown } from '../../src/workspace/markdown/write-blocks.ts'
import fc from '../support/property.ts'
import { blockTrees } from '../unit/workspace/markdown/random-blocks.ts'
import { type Json, openApi, type TestApi } from '../unit/workspace/open-client.ts'

let api: TestApi

beforeEach(() => {
  api = openApi()
})
afterEach(() => api.workspace.close())

const create = async (markdown: string) =>
  String((await api.send('post', 'pages', { parent: { workspace: true }, markdown, properties: { title: TITLE } })).id)
const TITLE = { title: [{ text: { content: 'Page' } }] }
const read = async (id: string) => (await api.client.pages.retrieveMarkdown({ page_id: id })).markdown
const idsOf = async (id: string) =>
  ((await api.send('get', `blocks/${id}/children`)).results as Json[]).map(block => String(block.id))

it('whatever a page was, it becomes what the Markdown says', async () => {
  await fc.assert(
    fc.asyncProperty(blockTrees, blockTrees, async (first, second) => {
      const before = blocksToMarkdown(first)
      const id = await create(before)
      expect(await read(id)).toBe(before)
      for (const blocks of [second, [...second, ...first], first]) {
        const new_str = blocksToMarkdown(blocks)
        await api.client.pages.updateMarkdown({ page_id: id, type: 'replace_content', replace_content: { new_str } })
        expect(await read(id)).toBe(new_str)
      }
    }),
    { numRuns: 60 },
  )
}, 60_000)

it('blocks that stay keep their ids in whatever order', async () => {
  const lines = fc.uniqueArray(fc.constantFrom(...'abcdefgh'), { minLength: 1, maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(lines, lines, async (first, second) => {
      const id = await create(first.join('\n'))
      const ids = await idsOf(id)
      const new_str = second.join('\n')
      await api.client.pages.updateMarkdown({ page_id: id, type: 'replace_content', replace_content: { new_str } })
      expect(await read(id)).toBe(new_str)
      const after = await idsOf(id)
      for (const [index, line] of first.entries())
        if (second.includes(line)) expect(after[second.indexOf(line)]).toBe(ids[index])
    }),
    { numRuns: 60 },
  )
}, 60_000)
