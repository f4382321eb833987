// When a row's job has ended: its working files go, and of its receipts all that are about them.

import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { failpoint } from '../failpoint.ts'
import type { Tools } from '../tools.ts'
import { retireUnfinished } from './stages/file.ts'

/** The receipts of what outlives a run. */
const KEPT = ['file', 'write back']

export async function cleanUp(pageId: string, tools: Tools): Promise<void> {
  const { stagingDir, journal, store, merges } = tools
  await failpoint('staging.removing')
  await retireUnfinished(pageId, undefined, tools)
  await store.commit(() => {
    journal.forgetAll(`${pageId} `, KEPT)
    merges.giveBack(pageId)
  })
  await rm(join(stagingDir, pageId), { recursive: true, force: true }) // last: while it is there, a start tidies again
}
