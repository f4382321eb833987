// What webhooks are told when blocks and comments change.

import { afterEach, beforeEach, expect, it } from 'vitest'
import { at, type Json, openApi, type TestApi } from '../unit/workspace/open-client.ts'

let api: TestApi
let page: string
beforeEach(async () => {
  api = openApi()
  page = String((await api.send('post', 'pages', { parent: { workspace: true }, properties: {} })).id)
  api.workspace.store.changes.listen(true)
})
afterEach(() => api.workspace.close())

const words = (content: string) => [{ text: { content } }]
const append = async (parent: unknown, ...children: Json[]) =>
  (await api.send('patch', `blocks/${parent}/children`, { children })).results as Json[]
const told = () => {
  const { changes } = api.workspace.store
  const waiting = changes.waiting()
  changes.remove(waiting.map(change => change.seq))
  return waiting
}
const ofPage = (...ids: unknown[]) => ({
  type: 'page.content_updated',
  entity: { id: page, type: 'page' },
  data: { updated_blocks: ids.map(id => ({ id, type: 'block' })) },
})

it('blocks that are made, changed, trashed and brought back are told of their page, however deep they stand', async () => {
  const [toggle, divider] = await append(page, { toggle: { rich_text: words('a') } }, { divider: {} })
  expect(told()).toMatchObject([ofPage(toggle?.id, divider?.id)])
  const [inner] = await append(toggle?.id, { to_do: { rich_text: words('b') } })
  expect(told()).toMatchObject([ofPage(inner?.id)])
  const block = `blocks/${inner?.id}`
  await api.send('patch', block, { to_do: { checked: true } })
  await api.client.blocks.delete({ block_id: String(inner?.id) })
  await api.send('patch', block, { in_trash: false })
  expect(told()).toMatchObject([ofPage(inner?.id), ofPage(inner?.id), ofPage(inner?.id)])
})

it('a page trashed as a block is told as a page', async () => {
  await api.client.blocks.delete({ block_id: page })
  expect(told()).toMatchObject([{ type: 'page.deleted', entity: { id: page, type: 'page' } }])
})

it('what is refused or only read is told of nobody', async () => {
  await expect(append(page, { divider: {} }, { nonsense: {} })).rejects.toThrow()
  await api.send('get', `blocks/${page}/children`)
  await expect(api.send('post', 'comments', { parent: { page_id: page } })).rejects.toThrow()
  expect(told()).toEqual([])
})

it('comments are told with the page they are about', async () => {
  const [divider] = await append(page, { divider: {} })
  told()
  const parent = { block_id: divider?.id }
  const { id } = await api.send('post', 'comments', { parent, rich_text: words('hm') })
  await api.send('patch', `comments/${id}`, { rich_text: words('oh') })
  await api.client.comments.delete({ comment_id: String(id) })
  const changes = told()
  expect(changes.map(change => change.type)).toEqual(['comment.created', 'comment.updated', 'comment.deleted'])
  for (const change of changes)
    expect(change).toMatchObject({
      entity: { id, type: 'comment' },
      data: { parent: { id: divider?.id, type: 'block' }, page_id: page },
    })
  expect(at(changes, 0, 'author')).toBe((await api.send('get', 'users/me')).id)
})
