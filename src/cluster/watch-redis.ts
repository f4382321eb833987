// Redis is looked at while it is worked with: a person may set it so that it throws away what is kept in it.

import { messageOf } from '../errors.ts'
import type { Log } from '../log.ts'
import { type Redis, requireFit } from './connect.ts'

const LOOK_MS = 60_000

/** Says it when Redis must not be used any more, once each, and when it may again. */
export function watchRedis(
  redis: Redis,
  { log, lookMs = LOOK_MS }: { log: Pick<Log, 'info' | 'error'>; lookMs?: number },
): Disposable {
  let said = ''

  async function look(): Promise<void> {
    const info = await redis.info()
    const why = whyUnfit(info)
    if (why !== '' && why !== said) log.error({ reason: why }, 'Redis is not fit any more: mend it before work is lost')
    if (why === '' && said !== '') log.info({}, 'Redis is fit again')
    said = why
  }

  const timer = setInterval(() => void look().catch(() => {}), lookMs) // it is away: others say so
  timer.unref()
  return { [Symbol.dispose]: () => clearInterval(timer) }
}

function whyUnfit(info: string): string {
  try {
    requireFit(info)
    return ''
  } catch (error) {
    return messageOf(error)
  }
}
