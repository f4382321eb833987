// A small workspace with something of everything, to be taken out of a file and put into another.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openFile } from '../../src/workspace/store/open-file.ts'
import { contentOf } from '../../src/workspace/transfer/content.ts'
import { documentText } from '../../src/workspace/transfer/document.ts'
import { checkDocument } from '../../src/workspace/transfer/read-document.ts'
import { replaceWorkspace } from '../../src/workspace/transfer/replace-content.ts'
import { writeFileWhole } from '../../src/workspace/transfer/write-file.ts'
import { openApi, text, title } from '../unit/workspace/open-client.ts'

export const NOW = new Date('2026-07-04T10:00:00.000Z')
export const silent = () => {}

/** @returns the path of an export of it, in the folder */
export async function exampleExport(dir: string): Promise<string> {
  const exported = join(dir, 'exported.json')
  await fill(join(dir, 'first.db'))
  exportFile(join(dir, 'first.db'), exported)
  return exported
}

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

export function exportFile(file: string, target: string): void {
  const { database, close } = openFile(file, { readOnly: true, now: () => NOW.getTime() })
  writeFileWhole(target, documentText(contentOf(database), NOW))
  close()
}

export function importFile(document: string, file: string, backupDir: string) {
  const { content } = checkDocument(document, silent)
  return replaceWorkspace({ file, content, backupDir, now: NOW, tell: silent })
}

export const documentOf = (path: string): Record<string, unknown> => JSON.parse(readFileSync(path, 'utf8'))
