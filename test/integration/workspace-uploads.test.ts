import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { at, type Json, openApi, refusal, type TestApi } from '../unit/workspace/open-client.ts'

const HOUR = 3600_000
const BYTES = new Uint8Array([0, 255, 13, 10, 128, 7])
let api: TestApi
let now: number

beforeEach(() => {
  now = Date.UTC(2026, 6, 4, 9, 8, 30)
  api = openApi({ now: () => new Date(now) })
})
afterEach(() => api.workspace.close())

const file = (type: string, bytes: Uint8Array<ArrayBuffer> = BYTES) => ({
  filename: 'sent.bin',
  data: new Blob([bytes], { type }),
})
const announce = async (given: Json = {}) =>
  (await api.client.fileUploads.create({ mode: 'single_part', filename: 'a.png', content_type: 'image/png', ...given }))
    .id
const send = (id: string, type = 'image/png') => api.client.fileUploads.send({ file_upload_id: id, file: file(type) })
const uploaded = async () => {
  const id = await announce()
  await send(id)
  return id
}
const fetchFile = (url: unknown) => api.workspace.fetch(String(url))
const reference = (id: string) => ({ type: 'file_upload' as const, file_upload: { id } })

describe('an upload', () => {
  it('is announced, sent and found again', async () => {
    const created = await api.send('post', 'file_uploads', { filename: 'a.png', content_type: 'image/png' })
    const id = String(created.id)
    expect(Object.keys(created).join()).toBe(
      'object,id,created_time,created_by,last_edited_time,expiry_time,upload_url,in_trash,status,filename,content_type,content_length,archived,request_id',
    )
    expect(created).toMatchObject({
      status: 'pending',
      created_by: { type: 'bot' },
      expiry_time: '2026-07-04T10:08:00.000Z',
      content_length: null,
    })
    expect(String(created.upload_url)).toMatch(`/v1/file_uploads/${id}/send`)
    const sent = await send(id)
    expect(sent).toMatchObject({ id, status: 'uploaded', filename: 'a.png', content_length: BYTES.length })
    expect(sent).not.toHaveProperty('upload_url')
    expect(await api.client.fileUploads.retrieve({ file_upload_id: id })).toMatchObject({ status: 'uploaded' })
  })

  it('takes name and type from what is sent', async () => {
    const { id } = await api.client.fileUploads.create({})
    expect(await send(id, 'text/plain')).toMatchObject({ filename: 'sent.bin', content_type: 'text/plain' })
  })

  it('may be sent without saying its type', async () => {
    expect(await send(await announce(), '')).toMatchObject({ content_type: 'image/png' })
  })

  it('is listed by status, newest first, page by page', async () => {
    const ids = [await announce(), await uploaded(), await announce()]
    const pending = await api.client.fileUploads.list({ status: 'pending' })
    expect(pending.results.map(upload => upload.id)).toEqual([ids[2], ids[0]])
    const first = await api.client.fileUploads.list({ page_size: 2 })
    expect(first).toMatchObject({ type: 'file_upload', has_more: true })
    const rest = await api.client.fileUploads.list({ start_cursor: first.next_cursor })
    expect(rest.results.map(upload => upload.id)).toEqual([ids[0]])
  })

  it('expires after an hour, unless it was attached', async () => {
    const [waiting, attached] = [await uploaded(), await uploaded()]
    await api.client.pages.create({
      parent: { workspace: true, type: 'workspace' },
      cover: reference(attached),
      properties: {},
    })
    now += HOUR
    expect(await api.client.fileUploads.retrieve({ file_upload_id: waiting })).toMatchObject({ status: 'expired' })
    expect(await api.client.fileUploads.retrieve({ file_upload_id: attached })).toMatchObject({
      status: 'uploaded',
      expiry_time: null,
    })
    const call = api.send('post', 'pages', { parent: { workspace: true }, cover: reference(waiting), properties: {} })
    expect(await refusal(call)).toMatchObject({ code: 'validation_error' })
  })
})

describe('an upload is refused', () => {
  it.each<[string, Json]>([
    ['in several parts', { mode: 'multi_part', filename: 'a.bin', number_of_parts: 2 }],
    ['from a URL', { mode: 'external_url', external_url: 'https://example.com/a.png', filename: 'a.png' }],
    ['with an unknown mode', { mode: 'post' }],
    ['with a name that is too long', { filename: 'é'.repeat(451) }],
    ['with a type that is none', { content_type: 'picture' }],
    ['with an unknown field', { size: 3 }],
  ])('%s', async (_name, body) => {
    expect(await refusal(api.send('post', 'file_uploads', body))).toMatchObject({ code: 'validation_error' })
  })

  it('when it is sent twice, with another type, too large, or as JSON', async () => {
    const id = await announce()
    expect(await refusal(send(id, 'audio/wav'))).toMatchObject({ code: 'validation_error' })
    const large = file('image/png', new Uint8Array(20 * 1024 ** 2 + 1))
    expect(await refusal(api.client.fileUploads.send({ file_upload_id: id, file: large }))).toMatchObject({
      code: 'validation_error',
    })
    expect(await refusal(api.send('post', `file_uploads/${id}/send`, {}))).toMatchObject({ code: 'validation_error' })
    await send(id)
    expect(await refusal(send(id))).toMatchObject({ code: 'validation_error' })
    expect(await refusal(api.client.fileUploads.complete({ file_upload_id: id }))).toMatchObject({
      code: 'validation_error',
    })
  })

  it('when there is none', async () => {
    const id = '393abc1e-edcd-8181-8d59-e30a27148c69'
    expect(await refusal(send(id))).toMatchObject({ status: 404, code: 'object_not_found' })
  })
})

describe('an uploaded file', () => {
  it('is attached to a property, a cover and a block, and fetched from there', async () => {
    const table = await api.table({ Name: { title: {} }, Files: { files: {} } })
    const [inCell, asCover, inBlock] = [await uploaded(), await uploaded(), await uploaded()]
    const page = await api.client.pages.create({
      parent: { type: 'data_source_id', data_source_id: table },
      properties: { Files: { files: [{ name: 'mine.png', ...reference(inCell) }] } },
      cover: reference(asCover),
      children: [{ type: 'image', image: reference(inBlock) }],
    })
    const blocks = await api.send('get', `blocks/${page.id}/children`)
    const links = [
      at(page, 'properties', 'Files', 'files', 0, 'file', 'url'),
      at(page, 'cover', 'file', 'url'),
      at(blocks, 'results', 0, 'image', 'file', 'url'),
    ]
    for (const link of links) {
      const answer = await fetchFile(link)
      expect(answer.headers.get('content-type')).toBe('image/png')
      expect(answer.headers.get('content-length')).toBe(String(BYTES.length))
      expect(new Uint8Array(await answer.arrayBuffer())).toEqual(BYTES)
    }
    now += HOUR
    expect((await fetchFile(links[0])).status).toBe(403)
  })

  it('stays the same file when its link comes back in Markdown', async () => {
    const id = await uploaded()
    const page = await api.client.pages.create({
      parent: { type: 'workspace', workspace: true },
      properties: {},
      children: [{ type: 'image', image: reference(id) }],
    })
    const before = (await api.client.pages.retrieveMarkdown({ page_id: page.id })).markdown
    now += 5 * 60_000
    const new_str = `${before}\n${before.replace('![]', '![again]')}`
    await api.client.pages.updateMarkdown({ page_id: page.id, type: 'replace_content', replace_content: { new_str } })
    const blocks = await api.send('get', `blocks/${page.id}/children`)
    expect(at(blocks, 'results')).toMatchObject([
      { image: { type: 'file', caption: [] } },
      { image: { type: 'file', caption: [{ plain_text: 'again' }] } },
    ])
    expect((await fetchFile(at(blocks, 'results', 1, 'image', 'file', 'url'))).status).toBe(200)
  })

  it('is not found before it was sent, or by another id', async () => {
    const id = await announce()
    for (const path of [id, '393abc1e-edcd-8181-8d59-e30a27148c69'])
      expect((await fetchFile(`https://workspace.local/files/${path}?expires=${now + HOUR}`)).status).toBe(404)
    expect((await fetchFile(`https://workspace.local/files/${await uploaded()}`)).status).toBe(403)
  })
})
