import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { at, type Json, openApi, type TestApi, title } from '../unit/workspace/open-client.ts'

let api: TestApi
let page: string
beforeEach(async () => {
  api = openApi()
  page = String(
    (await api.send('post', 'pages', { parent: { workspace: true }, properties: { title: title('Page') } })).id,
  )
})
afterEach(() => api.workspace.close())

const words = (content: string) => [{ text: { content } }]
const say = (content: string, more: Json = { parent: { page_id: page } }) =>
  api.send('post', 'comments', { rich_text: words(content), ...more })
const list = async (id: string) => (await api.client.comments.list({ block_id: id })).results as unknown as Json[]

describe('a comment', () => {
  it('begins a discussion, which others go on with', async () => {
    const first = await say('one')
    const second = await say('two', { discussion_id: first.discussion_id })
    const other = await say('three')
    expect(second.discussion_id).toBe(first.discussion_id)
    expect(other.discussion_id).not.toBe(first.discussion_id)
    expect((await list(page)).map(comment => at(comment, 'rich_text', 0, 'plain_text'))).toEqual([
      'one',
      'two',
      'three',
    ])
  })

  it('stands on a block too', async () => {
    const made = await api.send('patch', `blocks/${page}/children`, { children: [{ divider: {} }] })
    const block = String(at(made, 'results', 0, 'id'))
    const comment = await say('here', { parent: { block_id: block } })
    expect(comment.parent).toEqual({ type: 'block_id', block_id: block })
    expect(await list(block)).toHaveLength(1)
    expect(await list(page)).toEqual([])
  })

  it('speaks by a name of its own, in Markdown', async () => {
    const named = { display_name: { type: 'custom', custom: { name: 'Claude' } } }
    const body = { parent: { page_id: page }, markdown: 'some **bold** words', ...named }
    const comment = await api.send('post', 'comments', body)
    expect(comment.display_name).toEqual({ type: 'custom', resolved_name: 'Claude' })
    expect(comment.rich_text).toMatchObject([
      { plain_text: 'some ' },
      { plain_text: 'bold', annotations: { bold: true } },
      { plain_text: ' words' },
    ])
  })

  it('is changed and deleted by its author only', async () => {
    const { id } = await say('mine')
    expect(await api.send('patch', `comments/${id}`, { rich_text: words('changed') })).toMatchObject({
      rich_text: [{ plain_text: 'changed' }],
    })
    const asPerson = await api.workspace.fetch(`http://w/v1/comments/${id}`, {
      method: 'DELETE',
      headers: { authorization: 'Bearer person', 'notion-version': '2025-09-03' },
    })
    expect(asPerson.status).toBe(403)
    await api.client.comments.delete({ comment_id: String(id) })
    expect(await list(page)).toEqual([])
    await expect(api.send('get', `comments/${id}`)).rejects.toThrow(`Could not find comment with ID: ${id}`)
  })

  it('needs words and a place', async () => {
    await expect(api.send('post', 'comments', { parent: { page_id: page } })).rejects.toThrow(
      'body.rich_text should be defined',
    )
    await expect(api.send('post', 'comments', { rich_text: words('x') })).rejects.toThrow(
      'body.parent should be defined',
    )
    const both = { parent: { page_id: page }, discussion_id: page, rich_text: words('x') }
    await expect(api.send('post', 'comments', both)).rejects.toThrow('body.parent should be not present')
    await expect(say('x', { discussion_id: page })).rejects.toThrow(`Could not find discussion with ID: ${page}`)
    const nowhere = { parent: { page_id: 'b0700000-0000-8000-8000-00000000dead' } }
    await expect(say('x', nowhere)).rejects.toThrow('Could not find page')
    const files = Array.from({ length: 4 }, () => ({ file_upload_id: page }))
    await expect(say('x', { parent: { page_id: page }, attachments: files })).rejects.toThrow('body.attachments.length')
  })

  it('lists come in pages', async () => {
    for (const content of ['1', '2', '3']) await say(content)
    const first = await api.client.comments.list({ block_id: page, page_size: 2 })
    expect(first).toMatchObject({ has_more: true, type: 'comment' })
    const rest = await api.client.comments.list({ block_id: page, start_cursor: first.next_cursor ?? undefined })
    expect(rest.results.map(comment => at(comment, 'rich_text', 0, 'plain_text'))).toEqual(['3'])
  })
})
