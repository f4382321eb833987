import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { at, type Json, openApi, refusal, type TestApi, title } from '../unit/workspace/open-client.ts'

let api: TestApi
let parent: string

beforeEach(async () => {
  api = openApi()
  parent = String((await api.send('post', 'pages', { parent: { workspace: true }, properties: {} })).id)
})
afterEach(() => api.workspace.close())

const create = async (markdown: string, more: Json = {}) =>
  String((await api.send('post', 'pages', { parent: { page_id: parent }, markdown, ...more })).id)
const read = async (id: string) => (await api.client.pages.retrieveMarkdown({ page_id: id })).markdown
const titleOf = async (id: string) => {
  const page = await api.send('get', `pages/${id}`)
  const items = Object.values(page.properties as Json).map(property => at(property, 'title', 0, 'plain_text'))
  return items[0]
}
const children = async (id: string) => (await api.send('get', `blocks/${id}/children`)).results as Json[]

describe('a page made from Markdown', () => {
  it('takes the first heading as its title, and the rest as blocks', async () => {
    const id = await create('# Meeting *notes*\n\nDiscussed.\n\n## Items\n\n- [ ] Draft\n- [x] Done')
    expect(await titleOf(id)).toBe('Meeting ')
    expect(await read(id)).toBe('Discussed.\n## Items\n- [ ] Draft\n- [x] Done')
  })

  it('keeps the heading when it has a title', async () => {
    const id = await create('# Heading\ntext', { properties: { title: title('Mine') } })
    expect(await titleOf(id)).toBe('Mine')
    expect(await read(id)).toBe('# Heading\ntext')
  })

  it('is a row as well', async () => {
    const table = await api.table({ Name: { title: {} } })
    const row = await api.send('post', 'pages', { parent: { data_source_id: table }, markdown: '# Row\nbody' })
    expect(at(row, 'properties', 'Name', 'title', 0, 'plain_text')).toBe('Row')
    expect(await read(String(row.id))).toBe('body')
  })

  it('has no children beside', async () => {
    const call = api.send('post', 'pages', { parent: { page_id: parent }, markdown: 'a', children: [] })
    expect(await refusal(call)).toMatchObject({ code: 'validation_error' })
  })

  it('can be longer and deeper than a request of blocks', async () => {
    const long = Array.from({ length: 250 }, (_, index) => `${index}\\.`).join('\n')
    const deep = Array.from({ length: 12 }, (_, level) => `${'\t'.repeat(level)}- ${level}`).join('\n')
    const rows = Array.from({ length: 150 }, (_, index) => `| ${index} | x |`).join('\n')
    const id = await create(`${long}\n${deep}\n| a | b |\n|---|---|\n${rows}`)
    const markdown = await read(id)
    expect(markdown.split('\n').slice(0, 262)).toEqual([...long.split('\n').map(line => line), ...deep.split('\n')])
    expect(markdown.match(/<tr>/g)).toHaveLength(151)
  })
})

describe('a page read as Markdown', () => {
  it('shows what the API made', async () => {
    const id = await create('')
    const text = (content: string) => ({ rich_text: [{ text: { content } }] })
    await api.send('patch', `blocks/${id}/children`, {
      children: [
        { type: 'paragraph', paragraph: { ...text('A *star* and <tag>'), color: 'red_background' } },
        { type: 'toggle', toggle: { ...text('More'), children: [{ type: 'divider', divider: {} }] } },
        { type: 'callout', callout: { ...text('Mind'), icon: { emoji: '⚠️' } } },
        { type: 'code', code: { ...text('a\n\tb'), language: 'typescript' } },
        { type: 'bookmark', bookmark: { url: 'https://example.com' } },
        { type: 'image', image: { external: { url: 'https://example.com/a.png' }, caption: text('Pic').rich_text } },
      ],
    })
    const bookmark = String((await children(id))[4]?.id)
    expect(await read(id)).toBe(
      [
        'A \\*star\\* and \\<tag\\> {color="red_bg"}',
        '<details>',
        '<summary>More</summary>',
        '\t---',
        '</details>',
        '<callout icon="⚠️">',
        '\tMind',
        '</callout>',
        '```typescript',
        'a',
        '\tb',
        '```',
        `<unknown url="https://app.notion.com/p/${id.replaceAll('-', '')}#${bookmark.replaceAll('-', '')}" alt="bookmark"/>`,
        '![Pic](https://example.com/a.png)',
      ].join('\n'),
    )
  })

  it('names pages and databases inside', async () => {
    const id = await create('text')
    const child = await api.send('post', 'pages', { parent: { page_id: id }, properties: { title: title('Child') } })
    const database = await api.send('post', 'databases', {
      parent: { page_id: id },
      title: [{ text: { content: 'Data' } }],
      initial_data_source: { properties: { Name: { title: {} } } },
    })
    const hex = (object: Json) => String(object.id).replaceAll('-', '')
    expect(await read(id)).toBe(
      `text\n<page url="https://app.notion.com/p/${hex(child)}">Child</page>\n<database url="https://app.notion.com/p/${hex(database)}" inline="false">Data</database>`,
    )
  })

  it('can be asked for from a block on', async () => {
    const id = await create('- a\n\t- b\n- c')
    const [first] = await children(id)
    expect(await read(String(first?.id))).toBe('- a\n\t- b')
  })

  it('is no database, and no unknown id', async () => {
    const database = await api.send('post', 'databases', { parent: { page_id: parent }, title: [] })
    expect(await refusal(read(String(database.id)))).toMatchObject({ status: 400, code: 'validation_error' })
    expect(await refusal(read('393abc1e-edcd-8181-8d59-e30a27148c69'))).toMatchObject({ code: 'object_not_found' })
  })

  it('is cut off where it is very long, and goes on from the blocks that were left out', async () => {
    const id = await create(Array.from({ length: 20_001 }, (_, index) => `line ${index}`).join('\n'))
    const page = await api.client.pages.retrieveMarkdown({ page_id: id })
    expect(page.truncated).toBe(true)
    expect(page.unknown_block_ids).toHaveLength(1)
    expect(page.markdown).toMatch(/\nline 19999\n<unknown url="[^"]+" alt="paragraph"\/>$/)
    expect(await read(page.unknown_block_ids[0] ?? '')).toBe('line 20000')
    const same = {
      type: 'replace_content' as const,
      replace_content: { new_str: page.markdown.replace('line 7\n', '') },
    }
    await api.client.pages.updateMarkdown({ page_id: id, ...same })
    expect((await read(id)).split('\n')).toHaveLength(20_000)
    expect(await read(page.unknown_block_ids[0] ?? '')).toBe('line 20000')
  }, 60_000)
})

describe('a comment', () => {
  it('can be written as Markdown', async () => {
    const comment = await api.send('post', 'comments', {
      parent: { page_id: parent },
      markdown: 'See **this** [page](https://example.com)',
    })
    expect(comment.rich_text).toMatchObject([
      { plain_text: 'See ' },
      { plain_text: 'this', annotations: { bold: true } },
      { plain_text: ' ' },
      { plain_text: 'page', href: 'https://example.com' },
    ])
  })
})
