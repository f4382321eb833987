import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { at, type Json, openApi, refusal, type TestApi, title } from '../unit/workspace/open-client.ts'

let api: TestApi
let page: string

beforeEach(async () => {
  api = openApi()
  page = await create('first\n- a\n\t- inner\n- b\nlast')
})
afterEach(() => api.workspace.close())

const create = async (markdown: string) =>
  String((await api.send('post', 'pages', { parent: { workspace: true }, markdown })).id)
const edit = async (type: string, given: Json, id = page) =>
  String((await api.send('patch', `pages/${id}/markdown`, { type, [type]: given })).markdown)
const replace = (new_str: string, more: Json = {}) => edit('replace_content', { new_str, ...more })
const update = (old_str: string, new_str: string, more: Json = {}) =>
  edit('update_content', { content_updates: [{ old_str, new_str, ...more }] })
const children = async (id = page) => (await api.send('get', `blocks/${id}/children`)).results as Json[]
const idsOf = async (id = page) => (await children(id)).map(block => String(block.id))
const childPage = async (name: string, parent = page) =>
  String((await api.send('post', 'pages', { parent: { page_id: parent }, properties: { title: title(name) } })).id)

describe('an edit answers the whole page', () => {
  it.each<[string, string, Json, string]>([
    [
      'texts replaced',
      'update_content',
      {
        content_updates: [
          { old_str: 'first', new_str: '# one' },
          { old_str: 'one', new_str: 'two' },
        ],
      },
      '# two\n- a\n\t- inner\n- b\nlast',
    ],
    [
      'all matches replaced',
      'update_content',
      { content_updates: [{ old_str: '- ', new_str: '1. ', replace_all_matches: true }] },
      'first\n1. a\n\t1. inner\n2. b\nlast',
    ],
    [
      'a text taken out',
      'update_content',
      { content_updates: [{ old_str: '- b\n', new_str: '' }] },
      'first\n- a\n\t- inner\nlast',
    ],
    ['all replaced', 'replace_content', { new_str: '# Fresh\n\nStart' }, '# Fresh\nStart'],
    ['emptied', 'replace_content', { new_str: '' }, ''],
    ['put at the end', 'insert_content', { content: 'x' }, 'first\n- a\n\t- inner\n- b\nlast\nx'],
    [
      'put at the start',
      'insert_content',
      { content: 'x', position: { type: 'start' } },
      'x\nfirst\n- a\n\t- inner\n- b\nlast',
    ],
    [
      'put behind a block and what is inside',
      'insert_content',
      { content: '- x', after: 'first...a' },
      'first\n- a\n\t- inner\n- x\n- b\nlast',
    ],
    ['put inside', 'insert_content', { content: '- x', after: 'inner' }, 'first\n- a\n\t- inner\n\t- x\n- b\nlast'],
    [
      'a range replaced',
      'replace_content_range',
      { content: 'middle', content_range: '- a...- b' },
      'first\nmiddle\nlast',
    ],
  ])('%s', async (_name, type, given, expected) => {
    expect(await edit(type, given)).toBe(expected)
    expect((await api.client.pages.retrieveMarkdown({ page_id: page })).markdown).toBe(expected)
  })

  it('also when it may be asynchronous', async () => {
    const answer = await api.client.pages.updateMarkdown({
      page_id: page,
      allow_async: true,
      type: 'replace_content',
      replace_content: { new_str: 'now' },
    })
    expect(answer).toMatchObject({ object: 'page_markdown', id: page, markdown: 'now' })
  })
})

describe('blocks that did not change', () => {
  it('keep their ids and what is inside', async () => {
    const before = await idsOf()
    const inside = await idsOf(before[1])
    await update('last', 'new\nlast')
    expect((await idsOf()).toSpliced(3, 1)).toEqual(before)
    expect(await idsOf(before[1])).toEqual(inside)
  })

  it('keep them when others around change, come and go', async () => {
    const [first, a, b, last] = await idsOf()
    await replace('zero\nfirst\n- a\n\t- inner\n\t- more\n- c\nlast')
    const after = await idsOf()
    expect([after[1], after[2], after[4]]).toEqual([first, a, last])
    expect(after[3]).toBe(b)
    expect(at((await children())[3], 'bulleted_list_item', 'rich_text', 0, 'plain_text')).toBe('c')
  })

  it('keep them when they move', async () => {
    const [first, a, b, last] = await idsOf()
    expect(await replace('last\n- b\nfirst\n- a\n\t- inner')).toBe('last\n- b\nfirst\n- a\n\t- inner')
    expect(await idsOf()).toEqual([last, b, first, a])
  })

  it('keep what Markdown does not tell', async () => {
    await api.send('patch', `blocks/${page}/children`, {
      children: [
        { type: 'code', code: { rich_text: [], caption: [{ text: { content: 'listing' } }], language: 'c' } },
        { type: 'bookmark', bookmark: { url: 'https://example.com' } },
      ],
    })
    const ids = await idsOf()
    await update('```c\n', '```c\nint a;\n')
    expect(await idsOf()).toEqual(ids)
    const [code, bookmark] = (await children()).slice(-2)
    expect(at(code, 'code', 'caption', 0, 'plain_text')).toBe('listing')
    expect(at(code, 'code', 'rich_text', 0, 'plain_text')).toBe('int a;')
    expect(at(bookmark, 'bookmark', 'url')).toBe('https://example.com')
  })

  it('leave the page as it was edited last', async () => {
    const before = await api.send('get', `pages/${page}`)
    await update('first', 'first')
    expect((await api.send('get', `pages/${page}`)).last_edited_time).toBe(before.last_edited_time)
  })
})

describe('pages inside', () => {
  it('stay when they are named, wherever that is', async () => {
    const child = await childPage('Child')
    const { markdown } = await api.client.pages.retrieveMarkdown({ page_id: page })
    const line = markdown.split('\n').at(-1) ?? ''
    expect(await replace(`${line}\nrest`)).toBe(`${line}\nrest`)
    expect(await replace(`- item\n\t${line}`)).toBe(`- item\n\t${line}`)
    expect(at(await api.send('get', `pages/${child}`), 'in_trash')).toBe(false)
    expect((await idsOf((await idsOf())[0]))[0]).toBe(child)
  })

  it('are not deleted unless the request says so', async () => {
    const child = await childPage('Child')
    const refused = await refusal(replace('nothing'))
    expect(refused).toMatchObject({ status: 400, code: 'validation_error' })
    expect(refused.message).toContain(`"Child" (${child})`)
    expect(await replace('nothing', { allow_deleting_content: true })).toBe('nothing')
    expect(at(await api.send('get', `pages/${child}`), 'in_trash')).toBe(true)
  })

  it('of elsewhere are linked to', async () => {
    const other = await create('# Other')
    await replace(`<page url="https://app.notion.com/p/Other-${other.replaceAll('-', '')}">Other</page>`)
    expect((await children())[0]).toMatchObject({ type: 'link_to_page', link_to_page: { page_id: other } })
    expect(await update('Other', 'Otherwise')).toMatch(/>Other<\/page>$/)
  })

  it('are told from links to them', async () => {
    const child = await childPage('Child')
    const link = { type: 'link_to_page', link_to_page: { page_id: child } }
    const [first] = await idsOf()
    await api.send('patch', `blocks/${page}/children`, { children: [link], after: first })
    await update('first\n', '')
    const { markdown } = await api.client.pages.retrieveMarkdown({ page_id: page })
    const [line = ''] = markdown.split('\n')
    expect(await replace(line)).toBe(line)
    expect(await idsOf()).toEqual([child])
  })

  it('that do not exist are text', async () => {
    const line = '<page url="https://app.notion.com/p/393abc1eedcd81818d59e30a27148c69">Gone</page>'
    await replace(line)
    expect(at((await children())[0], 'paragraph', 'rich_text', 0, 'plain_text')).toBe(line)
  })
})

describe('an edit is refused', () => {
  it.each<[string, Json, RegExp]>([
    [
      'without a match',
      { type: 'update_content', update_content: { content_updates: [{ old_str: 'no', new_str: '' }] } },
      /String not found/,
    ],
    [
      'with several matches',
      { type: 'update_content', update_content: { content_updates: [{ old_str: '- ', new_str: '' }] } },
      /Found 3 matches/,
    ],
    [
      'without a text to look for',
      { type: 'update_content', update_content: { content_updates: [{ old_str: '', new_str: '' }] } },
      /should be populated/,
    ],
    [
      'with after and position',
      { type: 'insert_content', insert_content: { content: '', after: 'a', position: { type: 'end' } } },
      /position should be not present/,
    ],
    [
      'without a range',
      { type: 'replace_content_range', replace_content_range: { content: '', content_range: 'last...first' } },
      /String not found/,
    ],
    ['of an unknown kind', { type: 'append' }, /body\.type should be/],
    [
      'with another kind beside',
      { type: 'replace_content', replace_content: { new_str: '' }, insert_content: {} },
      /insert_content should be not present/,
    ],
    ['without its content', { type: 'replace_content' }, /body\.replace_content should be defined/],
  ])('%s', async (_name, body, message) => {
    const refused = await refusal(api.send('patch', `pages/${page}/markdown`, body))
    expect(refused).toMatchObject({ status: 400, code: 'validation_error', message: expect.stringMatching(message) })
    expect((await api.client.pages.retrieveMarkdown({ page_id: page })).markdown).toBe(
      'first\n- a\n\t- inner\n- b\nlast',
    )
  })

  it('for databases, blocks, unknown ids and the trash', async () => {
    const database = await api.send('post', 'databases', { parent: { page_id: page }, title: [] })
    const [block] = await idsOf()
    const to = (id: string) => refusal(edit('replace_content', { new_str: '' }, id))
    expect(await to(String(database.id))).toMatchObject({ code: 'validation_error' })
    expect(await to(block ?? '')).toMatchObject({ code: 'validation_error' })
    expect(await to('393abc1e-edcd-8181-8d59-e30a27148c69')).toMatchObject({ code: 'object_not_found' })
    await api.send('patch', `pages/${page}`, { in_trash: true })
    expect(await to(page)).toMatchObject({ code: 'validation_error' })
  })
})
