import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { beforeAll, describe, expect, it } from 'vitest'
import { openFile } from '../../src/workspace/store/open-file.ts'
import { contentOf } from '../../src/workspace/transfer/content.ts'
import { documentText } from '../../src/workspace/transfer/document.ts'
import { checkDocument } from '../../src/workspace/transfer/read-document.ts'
import { replaceWorkspace } from '../../src/workspace/transfer/replace-content.ts'
import { writeFileWhole } from '../../src/workspace/transfer/write-file.ts'
import { newVar } from '../support/cli.ts'
import { at, openApi, text, title } from '../unit/workspace/open-client.ts'

const NOW = new Date('2026-07-04T10:00:00.000Z')
const silent = () => {}

let dir: string
let exported: string
beforeAll(async () => {
  dir = await newVar()
  await fill(join(dir, 'first.db'))
  exported = join(dir, 'exported.json')
  exportFile(join(dir, 'first.db'), exported)
})

/** Two tables that point at each other, rows of many kinds, blocks, a comment, an upload, something in the trash. */
async function fill(file: string): Promise<void> {
  const api = openApi({ file, now: () => NOW })
  const artists = await api.table({ Name: { title: {} }, No: { unique_id: { prefix: 'A' } } })
  const songs = await api.table({
    Name: { title: {} },
    'Key ': { rich_text: {} },
    Artist: { relation: { data_source_id: artists, dual_property: { synced_property_name: 'Songs' } } },
    Tags: { multi_select: { options: [{ name: 'a' }, { name: 'b' }] } },
    When: { date: {} },
  })
  await api.send('patch', `data_sources/${artists}`, {
    properties: {
      Count: { rollup: { relation_property_name: 'Songs', rollup_property_name: 'Name', function: 'count' } },
      Twice: { formula: { expression: 'length(prop("Name")) * 2' } },
    },
  })
  const ada = await api.addRow(artists, { Name: title('Ada') })
  const gone = await api.addRow(artists, { Name: title('Gone') })
  for (const name of ['One', 'Two – “zwei” 😀\n\\"'])
    await api.addRow(songs, {
      Name: title(name),
      'Key ': text('A minor'),
      Artist: { relation: [{ id: ada }] },
      Tags: { multi_select: [{ name: 'a' }, { name: 'new' }] },
      When: { date: { start: '2026-07-04T10:00:00+02:00' } },
    })
  await api.send('patch', `pages/${gone}`, { in_trash: true })
  addContent(api.workspace.store, ada)
  api.workspace.close()
}

function addContent(store: ReturnType<typeof openFile>['store'], page: string): void {
  const common = { inTrash: false, created: NOW.getTime(), edited: NOW.getTime(), createdBy: page, editedBy: page }
  const block = (digit: string, parentId: string) => ({
    ...common,
    id: `00000000-0000-4000-8000-00000000000${digit}`,
    parentId,
    parentType: parentId === page ? ('page_id' as const) : ('block_id' as const),
    type: 'paragraph',
    content: { rich_text: [], color: 'default' },
  })
  store.blocks.insert([block('1', page), block('2', page)], 'end')
  store.blocks.insert([block('0', page)], 'start')
  store.blocks.insert([block('3', block('0', page).id), block('4', block('0', page).id)], 'end')
  const { id: blockId } = block('2', page)
  store.blocks.save({ ...block('2', page), inTrash: true })
  store.comments.save({
    ...common,
    id: '00000000-0000-4000-8000-0000000000c1',
    parentId: blockId,
    parentType: 'block_id',
    discussionId: '00000000-0000-4000-8000-0000000000d1',
    richText: [],
    attachments: [],
    displayName: {},
  })
  const upload = {
    ...common,
    id: '00000000-0000-4000-8000-0000000000f1',
    status: 'uploaded' as const,
    expires: null,
    filename: 'a.bin',
    contentType: 'application/octet-stream',
    contentLength: 4,
  }
  store.uploads.save(upload)
  store.uploads.setContent(upload.id, new Uint8Array([0, 1, 254, 255]))
  store.uploads.save({ ...upload, id: '00000000-0000-4000-8000-0000000000f2', status: 'pending' })
}

function exportFile(file: string, target: string): void {
  const { database, close } = openFile(file, { readOnly: true, now: () => NOW.getTime() })
  writeFileWhole(target, documentText(contentOf(database), NOW))
  close()
}

function importFile(document: string, file: string) {
  const { content } = checkDocument(document, silent)
  return replaceWorkspace({ file, content, backupDir: dir, now: NOW, tell: silent })
}

const documentOf = (path: string): Record<string, unknown> => JSON.parse(readFileSync(path, 'utf8'))

/** The exported document with something changed. */
function changed(name: string, change: (document: ReturnType<typeof documentOf>) => unknown): string {
  const document = documentOf(exported)
  const path = join(dir, name)
  writeFileSync(path, JSON.stringify(change(document) ?? document))
  return path
}

describe('an export', () => {
  it('holds everything once, with its ids', () => {
    const document = documentOf(exported)
    expect(document).toMatchObject({ format: 'orchestrator-workspace', version: 1, exportedAt: NOW.toISOString() })
    expect(['databases', 'dataSources', 'pages', 'blocks', 'comments', 'uploads'].map(area => at(document, area, 'length'))).toEqual([4, 4, 4, 5, 1, 2])
    expect(Object.keys(document.settings ?? {})).toEqual(['agentTasks', 'tracks'])
    expect(at(document, 'uploads', 0, 'content')).toBe('AAH+/w==')
  })

  it('imported into a new file and exported again is the same document', () => {
    const copy = join(dir, 'copy.db')
    expect(importFile(exported, copy)).toEqual({ backup: undefined })
    exportFile(copy, join(dir, 'again.json'))
    expect(documentOf(join(dir, 'again.json'))).toEqual(documentOf(exported))
    expect(readdirSync(dir).filter(name => name.endsWith('.new'))).toEqual([])
  })

  it('keeps the order of blocks, the last number and what filters compare', async () => {
    const file = join(dir, 'use.db')
    importFile(exported, file)
    const api = openApi({ file })
    const document = documentOf(exported)
    const [, , artists, songs] = [0, 1, 2, 3].map(index => String(at(document, 'dataSources', index, 'id')))
    const ada = String(at(document, 'pages', 0, 'id'))
    expect(api.workspace.store.blocks.children(ada)?.map(({ id }) => id.slice(-1))).toEqual(['0', '1'])
    const counted = await api.query(artists ?? '', { filter: { property: 'Count', rollup: { number: { equals: 2 } } } })
    expect(counted.results.map(({ id }) => id)).toEqual([ada])
    const tagged = await api.query(songs ?? '', { filter: { property: 'Tags', multi_select: { contains: 'new' } } })
    expect(tagged.results).toHaveLength(2)
    const next = await api.send('get', `pages/${await api.addRow(artists ?? '', { Name: title('Next') })}`)
    expect(at(next, 'properties', 'No', 'unique_id', 'number')).toBe(3)
    api.workspace.close()
  })
})

describe('an import over rows', () => {
  it('keeps them as an export and leaves nothing of them in the file', async () => {
    const file = join(dir, 'over.db')
    const api = openApi({ file, now: () => NOW })
    await api.addRow(await api.table({ Name: { title: {} } }), { Name: title('Old'), })
    api.workspace.store.setSetting('listening', '1')
    api.workspace.close()
    exportFile(file, join(dir, 'before.json'))
    const { backup } = importFile(exported, file)
    expect(documentOf(backup ?? '')).toEqual(documentOf(join(dir, 'before.json')))
    exportFile(file, join(dir, 'after.json'))
    expect(documentOf(join(dir, 'after.json'))).toEqual(documentOf(exported))
    const { store, close } = openFile(file, { readOnly: true, now: Date.now })
    expect(store.setting('listening')).toBe('1')
    close()
  })

  it('leaves no table of before behind', () => {
    const tables = (name: string) => {
      const database = new DatabaseSync(join(dir, name), { readOnly: true })
      const names = database.prepare('SELECT name FROM sqlite_schema ORDER BY name').all().map(({ name }) => name)
      database.close()
      return names
    }
    expect(tables('over.db')).toEqual(tables('copy.db'))
  })

  it('that is refused half way leaves the file as it was', () => {
    const file = join(dir, 'over.db')
    const { content } = checkDocument(exported, silent)
    const broken = function* () {
      yield* [...content.pages].slice(0, 2)
      throw new Error('cut')
    }
    const half = { ...content, pages: { [Symbol.iterator]: broken } }
    expect(() => replaceWorkspace({ file, content: half, backupDir: dir, now: NOW, tell: silent })).toThrow('cut')
    exportFile(file, join(dir, 'still.json'))
    expect(documentOf(join(dir, 'still.json'))).toEqual(documentOf(exported))
    const absent = join(dir, 'absent.db')
    expect(() => replaceWorkspace({ file: absent, content: half, backupDir: dir, now: NOW, tell: silent })).toThrow('cut')
    expect(existsSync(absent)).toBe(false)
  })
})

describe('a document', () => {
  it('is read with its members in any order and any blanks', () => {
    const document = documentOf(exported)
    const path = join(dir, 'sorted.json')
    const sorted = Object.fromEntries(Object.entries(document).toSorted(([a], [b]) => a.localeCompare(b)))
    writeFileSync(path, `\ufeff${JSON.stringify(sorted, null, 4)}\n\n`)
    importFile(path, join(dir, 'sorted.db'))
    exportFile(join(dir, 'sorted.db'), join(dir, 'sorted-again.json'))
    expect(documentOf(join(dir, 'sorted-again.json'))).toEqual(document)
  })

  it.each<[string, (document: Record<string, unknown>) => unknown, RegExp]>([
    ['old', document => ({ ...document, version: 0 }), /version 0, which this program no longer reads; expected version 1/],
    ['newer', document => ({ ...document, version: 2 }), /version 2, made by a newer program/],
    ['other', () => ({ name: 'thing' }), /is no exported workspace: it begins with "name"/],
    ['empty', () => ({}), /is no exported workspace: "format" is missing/],
    ['list', () => [], /line 1: expected "{"/],
    ['part', document => ({ ...document, pages: undefined }), /"pages", a list, is missing/],
    ['value', document => ({ ...document, pages: 3 }), /"pages", a list, is missing/],
    ['extra', document => ({ ...document, views: [] }), /line 1: "views" is no part/],
    ['type', document => void Object.assign(at(document, 'pages', 1) ?? {}, { created: 'now' }), /pages\[1\]\.created: .*expected number/],
    ['deep', document => void Object.assign(at(document, 'dataSources', 0, 'schema', 1) ?? {}, { type: 'x' }), /dataSources\[0\]\.schema\[1\]\.type: /],
    ['id', document => void Object.assign(at(document, 'pages', 2) ?? {}, { id: 'abc' }), /pages\[2\]\.id: expected an id/],
    ['twice', document => void Object.assign(at(document, 'pages', 1) ?? {}, { id: at(document, 'pages', 0, 'id') }), /pages\[1\]\.id: .* is there twice/],
    ['lost', document => void Object.assign(at(document, 'pages', 3) ?? {}, { dataSourceId: '00000000-0000-4000-8000-000000000009' }), /pages\[3\]\.dataSourceId: .* is not among the dataSources/],
    ['bytes', document => void Object.assign(at(document, 'uploads', 0) ?? {}, { content: '!' }), /uploads\[0\]\.content: /],
    ['settings', document => ({ ...document, settings: { agentTasks: 'x', tracks: 'y' } }), /settings\.agentTasks: x is not among the databases/],
  ])('that is wrong (%s) is refused with the place', (name, change, message) => {
    const path = changed(`wrong-${name}.json`, change)
    expect(() => checkDocument(path, silent)).toThrow(message)
  })

  it('that is cut off or broken is refused with the line', () => {
    const whole = readFileSync(exported, 'utf8')
    const path = join(dir, 'cut.json')
    for (const length of [0, 1, 60, 300, whole.length >> 1, whole.length - 3]) {
      writeFileSync(path, whole.slice(0, length))
      expect(() => checkDocument(path, silent), String(length)).toThrow(/cut\.json(, line \d+: |: ")/)
    }
    for (const broken of [whole.replace('"pages":[', '"pages":[,'), `${whole}x`, whole.replace(']}', '],}')]) {
      writeFileSync(path, broken)
      expect(() => checkDocument(path, silent)).toThrow(/cut\.json, line \d+: /)
    }
  })
})
