// Is a finished row really finished? Everything that is to be looked at, once.

import type { Analysis } from '../../audio/analysis/analysis.ts'
import type { Finding } from '../../model/finding.ts'
import { trackKey } from '../../model/job.ts'
import { trackLabel, whySynced } from '../../model/track.ts'
import type { SeenTrack } from '../../notion/finished.ts'
import { checkContents } from './check-content.ts'
import { checkEagle } from './check-eagle.ts'
import { checkPlaces } from './check-places.ts'
import { checkRow } from './check-row.ts'
import { withRemakes } from './plan-remake.ts'
import { filesOfRow } from './row-files.ts'
import type { Looked, VerifyContext } from './verify-context.ts'

export interface Verdict {
  page: string
  label: string
  findings: readonly Finding[]
  /** Why it was not looked at. */
  passedOver?: string
}

export async function verifyRow(seen: SeenTrack, context: VerifyContext): Promise<Verdict> {
  const { tools } = context
  const { track } = seen
  const verdict = { page: track.id, label: trackLabel(track), findings: [] }
  const passedOver = whyPassedOver(seen, context)
  if (passedOver) return { ...verdict, passedOver }
  const files = await filesOfRow(track, context)
  const looked: Looked = { seen, files, measured: tools.journal.measuredOf(track.id) as Analysis | undefined }
  const places = await checkPlaces(looked, context)
  if (places.some(({ kind }) => kind === 'False_Downloaded')) return { ...verdict, findings: places }
  const findings = [
    ...places,
    ...(await checkContents(looked, context)),
    ...checkRow(looked, context),
    ...(await checkEagle(looked, context)),
  ]
  if (findings.length === 0 && files.some(({ state }) => state === 'away'))
    return { ...verdict, passedOver: 'a volume of its files is not there' }
  return { ...verdict, findings: await withRemakes(findings, looked, context) }
}

function whyPassedOver({ track }: SeenTrack, { tools, setBack }: VerifyContext): string | undefined {
  if (track.inTrash) return 'it is in the trash'
  if (!whySynced(track)) return 'it is not finished'
  if (setBack.has(track.id)) return 'it shared files that are gone: it wants work again'
  if (tools.queue.running(trackKey(track.id))) return 'it is being worked on'
  if (tools.outbox.isPending(track.id)) return 'a write to it waits for Notion'
  if (tools.outbox.isSettling(track.id)) return 'it was written to just now'
  const undone = tools.undone.find(track.id)
  return undone && undone.state !== 'undone' ? 'it is being taken back' : undefined
}
