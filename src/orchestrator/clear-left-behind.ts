// Trigger files of hand-offs that ended while their folder was not seen: when it is, they leave the inbox.

import { FAILED, INBOX, PROCESSED } from '../agents/boxes.ts'
import type { Tools } from '../tools.ts'

const WHY = 'its hand-off ended while this folder was not seen'

export async function clearLeftBehind(tools: Pick<Tools, 'triggers' | 'handoffs' | 'store'>): Promise<void> {
  const { triggers, handoffs, store } = tools
  for (const left of handoffs.leftBehind()) {
    const place = await triggers.where(left)
    if (place === 'elsewhere' || place === 'away') continue
    const open = handoffs.openOf(left.task)
    const isOpenAgain = open?.file === left.file && open.home === left.home
    if (place !== 'gone' && place.box === INBOX && !isOpenAgain)
      await triggers.move(place, left.how === 'done' ? PROCESSED : FAILED, WHY)
    await store.commit(() => handoffs.leaveBehind(left.id, false))
  }
}
