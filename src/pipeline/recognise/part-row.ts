// A merged row that is to have files of its own: a person wants it so, or the row that has them goes its own way.

import { MERGED_TAG } from '../../model/merged.ts'
import type { Track } from '../../model/track.ts'
import { PATH_FIELDS } from '../../model/unmeasured.ts'
import type { FieldWrite } from '../../model/write.ts'
import type { Tools } from '../../tools.ts'

type MergeTools = Pick<Tools, 'merges' | 'outbox'>

/** A person took our tag off, or our tick: what we wrote was there, and is not. */
export function isParted({ id, tags, downloaded, inTrash }: Track, { merges, outbox }: MergeTools): boolean {
  if (inTrash || !merges.of(id) || outbox.isPending(id)) return false
  const wroteTags = outbox.wrote(id, 'tags')
  const wasTagged = Array.isArray(wroteTags) && wroteTags.includes(MERGED_TAG)
  const wasTicked = outbox.wrote(id, 'downloaded') === true
  return (wasTagged && !tags.includes(MERGED_TAG)) || (wasTicked && !downloaded)
}

/** The row is never merged into that recording again, and is as before its work. */
export async function partRow(page: string, { store, merges, outbox }: Tools): Promise<void> {
  const merge = merges.of(page)
  if (!merge) return
  await store.commit(() => {
    merges.refuse(page, merge)
    setBack(page, { merges, outbox })
  })
}

/**
 * Inside a commit, as below: a row goes its own way. The files it had stay where they are, and the first of the rows that share
 * them has them.
 * @param link files that were made of it stay the row's
 */
export function handOver(owner: string, { journal, merges, outbox }: Tools, link?: string): void {
  const [heir, ...others] = merges.withOwner(owner)
  const files = journal.filesOf(owner).filter(file => link === undefined || file.link !== link)
  if (heir === undefined || files.length === 0) return
  const recording = merges.of(heir)?.recording ?? 0
  for (const file of files) journal.recordFile({ ...file, page: heir })
  for (const page of others) merges.put(page, { recording, owner: heir })
  merges.forget(heir)
  outbox.add({ target: 'tracks', page: heir, fields: { tags: { how: 'options', add: [], remove: [MERGED_TAG] } } })
}

/** The files are gone: the rows that shared them want work again. @returns these rows */
export function setBackSharing(owner: string, tools: MergeTools): readonly string[] {
  const sharing = tools.merges.withOwner(owner)
  for (const page of sharing) setBack(page, tools)
  return sharing
}

/** Of what stands there, only what this program wrote goes. */
function setBack(page: string, { merges, outbox }: MergeTools): void {
  const fields: Record<string, FieldWrite> = {
    tags: { how: 'options', add: [], remove: [MERGED_TAG] },
    downloaded: { how: 'move', from: true, value: false },
  }
  for (const field of PATH_FIELDS) {
    const path = outbox.wrote(page, field)
    if (path) fields[field] = { how: 'move', from: path, value: null }
  }
  const item = outbox.wrote(page, 'eagleId')
  if (typeof item === 'string') fields.eagleId = { how: 'move', from: item, value: null }
  merges.forget(page)
  outbox.add({ target: 'tracks', page, fields })
}
