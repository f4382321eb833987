// Tells a person what changed, and the dead-man switch that the program lives; never in the way of the work.

import { type Config, secretsOf } from '../../config.ts'
import { messageOf } from '../../errors.ts'
import type { Log } from '../../log.ts'
import type { Cause } from '../../model/notices/cause.ts'
import { maskForOthers } from '../../model/notices/mask.ts'
import { reasonKey } from '../../model/report/build.ts'
import type { Channel } from '../../notify/channel.ts'
import { type Healthcheck, openHealthcheck } from '../../notify/healthcheck.ts'
import { openOutbound } from '../../notify/outbound.ts'
import { decide, noticeOf } from '../../notify/policy.ts'
import { LeaseLost } from '../../queue/leases.ts'
import { openChannelEnds } from '../../store/channel-ends.ts'
import { openNotices as openNoticeRows } from '../../store/notices.ts'
import { openParkings } from '../../store/parkings.ts'
import type { Tools } from '../../tools.ts'
import type { CycleReport } from '../report.ts'
import { keepReport } from '../reports/make-report.ts'
import { causesAtStart, gapCause, noteAlive, noteBegin, noteEnd } from './at-start.ts'
import { digestDue, noteDigest } from './digest.ts'
import { findCauses } from './find-causes.ts'

export interface Notices extends AsyncDisposable {
  /** A cycle begins. */
  begin(): void
  /** It has come to its end. */
  succeeded(): void
  /** Whatever fault ends this is told. */
  during<T>(work: () => Promise<T>): Promise<T>
  /** What stands is compared with what was told; the day's report is written. */
  look(report: Pick<CycleReport, 'problems'>): Promise<void>
}

export interface NoticeDeps {
  config: Config
  tools: Tools
  log: Log
  channels: readonly Channel[]
  /** Requests so far, and why it refuses the connection, while it does. */
  notion: { readonly requests: number; readonly refusal: Error | undefined }
  /** Why the state was mended at this start. */
  mended?: string
}

export const noNotices: Notices = {
  begin() {},
  succeeded() {},
  during: work => work(),
  look: async () => {},
  [Symbol.asyncDispose]: async () => {},
}

/** Requests that hang are given up so long after the work has ended. */
const PATIENCE_MS = 10_000
/** A cause that is over and was not told for so long is forgotten. */
const FORGET_MS = 30 * 24 * 3_600_000

export function openNotices({ config, tools, log, channels, notion, mended }: NoticeDeps): Notices {
  const { store, ledger, lanes } = tools
  const { settings } = config
  const now = () => tools.now().getTime()
  const rows = openNoticeRows(store, now)
  const parkings = openParkings(store)
  const ends = openChannelEnds(store, now)
  const outbound = openOutbound({ notices: rows, channels, log, now, onEnd: ends.keep })
  const health: Healthcheck = openHealthcheck({ url: settings.HEALTHCHECK_URL, log, onEnd: ends.keep })
  const secrets = secretsOf(config)
  const gaps = { loop: 2000 * settings.POLL_INTERVAL, once: 2000 * settings.MUSIC_SYNC_INTERVAL }
  let happened: Cause[] = causesAtStart({ ledger, now: now(), gaps, mended })
  let counted = 0
  let cycles = 0

  /** Whatever fails here is said, and is nobody's trouble. */
  async function quietly(step: string, work: () => Promise<unknown>): Promise<void> {
    await work().catch(error => {
      if (error instanceof LeaseLost) return // whoever took over tells them
      log.warn({ step, reason: messageOf(error) }, 'people could not be told')
    })
  }

  function count(): void {
    parkings.countRequests('notion', notion.requests - counted, now())
    counted = notion.requests
    for (const { name, state, until, reason } of lanes.status())
      if (state !== 'open' && until)
        parkings.see({ lane: name, kind: state, reason: reason ?? state, at: now(), until: until.getTime() })
  }

  async function tell(found: readonly Cause[]): Promise<void> {
    const handoffs = rows.endedBadlySince(Number(ledger.fact(HANDOFFS) ?? now()))
    const causes = [...found, ...happened, ...handoffCause(handoffs)].map(masked)
    const { news, known } = decide(causes, rows.causes(), now())
    const notice = noticeOf(news)
    await store.commit(() => {
      for (const cause of known) rows.keepCause(cause)
      rows.forgetCauses(now() - FORGET_MS)
      ledger.setFact(HANDOFFS, String(now()))
      for (const { name } of notice ? channels : []) rows.add({ channel: name, ...(notice ?? NONE) })
    })
    happened = []
    if (notice) log.info({ title: notice.title, channels: channels.length }, 'people are told')
  }

  async function digest(): Promise<void> {
    const standing = rows.causes().filter(({ told }) => told === 'began')
    const due = await digestDue(tools, settings.NOTIFY_DIGEST_HOUR, standing)
    if (!due) return
    const { day, notice } = due
    await store.commit(() => {
      noteDigest(tools, day)
      for (const { name } of notice ? channels : []) rows.add({ channel: name, ...(notice ?? NONE) })
    })
  }

  const masked = (cause: Cause): Cause => ({
    ...cause,
    title: maskForOthers(cause.title, secrets),
    says: maskForOthers(cause.says, secrets),
  })

  async function look({ problems }: Pick<CycleReport, 'problems'>): Promise<void> {
    count()
    await quietly('report', () => keepReport(tools, config.varDir))
    if (channels.length === 0) return
    const dirs = [config.varDir, config.libraryDir]
    await quietly('notices', async () =>
      tell(await findCauses(tools, { problems, refusal: notion.refusal?.message, dirs, known: rows.causes() })),
    )
    await quietly('digest', digest)
    outbound.wake()
  }

  async function failed(reason: string): Promise<void> {
    noteEnd(ledger)
    health.ping('fail', maskForOthers(reason, secrets))
    const title = 'a cycle ended in a fault'
    happened.push({ key: `fault ${reasonKey(reason)}`, title, says: reason, isEvent: true })
    await look({ problems: [] })
  }

  const alive = () => noteAlive(ledger, { at: now(), mode: cycles > 1 ? 'loop' : 'once' })

  return {
    begin() {
      if (cycles > 0) happened.push(...gapCause(ledger, now(), gaps))
      cycles += 1
      alive()
      noteBegin(ledger, now())
      health.ping('start')
    },
    succeeded() {
      alive()
      noteEnd(ledger)
      health.ping('success')
    },
    async during(work) {
      try {
        return await work()
      } catch (error) {
        await quietly('fault', () => failed(messageOf(error)))
        throw error
      }
    },
    look,
    async [Symbol.asyncDispose]() {
      await Promise.all([outbound.close(PATIENCE_MS), health.close(PATIENCE_MS)])
    },
  }
}

const HANDOFFS = 'notices: hand-offs looked at'
const NONE = { title: '', body: '' }

function handoffCause(count: number): Cause[] {
  if (count === 0) return []
  const says = `${count} ${count === 1 ? 'hand-off' : 'hand-offs'} ended without an answer (orchestrator status --agents)`
  return [{ key: 'hand-offs', title: 'agents did not answer', says, isEvent: true }]
}
