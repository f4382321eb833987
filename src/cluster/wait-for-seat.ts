// Until this machine coordinates, it works for the one that does.

import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '../config.ts'
import { BusyFault, Environment } from '../errors.ts'
import type { Log } from '../log.ts'
import { storeFile } from '../store/database.ts'
import { lockInstance } from '../store/instance-lock.ts'
import { MIGRATIONS } from '../store/migrations.ts'
import { PIECE_KINDS } from './audio-work/piece.ts'
import { type WorkForOthers, workForOthers } from './audio-work/work-for-others.ts'
import { type Coordination, coordinate, lockKey } from './coordinator.ts'
import type { Member } from './join.ts'
import { fenceBefore, fenceIn, hasState, readHead, whyNoState } from './state/restore.ts'

export interface WaitOptions {
  /** It is an error when another node has the seat. */
  waits: boolean
  /** It obeys what commands on any machine leave to it. */
  takesOrders?: boolean
  /** Pieces it does at once meanwhile; none: it only waits. */
  concurrency: number
  signal: AbortSignal
  say: (line: string) => void
  log: () => Log
}

/** Whoever takes over does so after the last lease of a worker could have begun to run out. */
const LOCK_PART = 4 / 3
const LOOK_AGAIN_MS = 1000

/** @throws BusyFault naming the node that has it; ConfigFault when this machine does not fit; the signal's reason */
export async function waitForSeat(member: Member, config: Config, options: WaitOptions): Promise<Coordination> {
  await using waiting = new AsyncDisposableStack()
  const stop = new AbortController()
  const signal = AbortSignal.any([options.signal, stop.signal])
  let isWaiting = false
  let works: WorkForOthers | undefined

  /** One of a `var/`; what it has in its hands when it takes over is handed back. */
  function begin(): void {
    isWaiting = true
    waiting.use(lockInstance(config.varDir))
    const { concurrency } = options
    if (concurrency === 0) return
    works = workForOthers(member, config, { kinds: PIECE_KINDS, concurrency, signal, log: options.log() })
    const ended = works.ended.catch(error => stop.abort(error))
    waiting.defer(async () => {
      stop.abort()
      await ended
    })
  }

  async function onWait(holder: string): Promise<void> {
    if (!options.waits) throw new BusyFault(`another orchestrator coordinates: ${holder}`)
    await wait(why => `${holder} coordinates; ${wordsFor(why, works !== undefined)}`)
  }

  async function onFree(): Promise<void> {
    const why = (await whyNotOwn(member, config, BEGIN_ANEW)) ?? (await noState())
    if (why === undefined) return
    const words = `no machine coordinates, and this one does not take over: ${why}`
    if (!options.waits) throw new BusyFault(words)
    await wait(() => words)
  }

  /** A command that does not wait hears of it when it opens the state. */
  const noState = async () => (options.waits ? whyNoState(placeOf(member, config)) : undefined)

  async function wait(wordsOf: (why: string | undefined) => string): Promise<void> {
    if (!isWaiting) begin()
    let why = await whyOnlyWorks(member, config)
    options.say(wordsOf(why))
    if (why !== undefined) member.is('worker', works?.doing)
    while (why !== undefined && !signal.aborted) {
      await sleep(LOOK_AGAIN_MS, undefined, { signal }).catch(() => {})
      why = await whyOnlyWorks(member, config)
    }
    signal.throwIfAborted()
    member.is('waits', works?.doing)
  }

  function onRefused(fault: Environment): void {
    if (!options.waits) throw fault
    options.say(`waiting: ${fault.message}`)
  }

  const { redis, prefix, node, leaseMs } = member
  const lockMs = Math.round(leaseMs * LOCK_PART)
  return await coordinate({
    redis,
    prefix,
    node,
    signal,
    takesOrders: options.takesOrders,
    onFree,
    onWait,
    onRefused,
    lockMs,
    fenceBefore: () => fenceBefore(config),
  })
}

/** Undefined: it may take over. */
async function whyOnlyWorks(member: Member, config: Config): Promise<string | undefined> {
  const notOwn = await whyNotOwn(member, config)
  if (notOwn !== undefined) return notOwn
  const { libraryDir } = config
  const head = await readHead(member)
  if (head && head.version > MIGRATIONS.length) return 'the one that coordinates runs a newer version of the program'
  if (head && head.library !== libraryDir)
    return `LIBRARY_DIR is ${libraryDir}, and ${head.library} where it coordinates`
  return whyNoState(placeOf(member, config))
}

/** With a workspace that is not the cluster's, whoever takes a free seat would take back what others did. */
async function whyNotOwn(member: Member, config: Config, mend?: string): Promise<string | undefined> {
  if (config.settings.NOTION_TOKEN !== undefined) return undefined
  try {
    if (await hasOwnWorkspace(member, config)) return undefined
    return mend === undefined ? NOT_OWN : `${NOT_OWN} (${mend})`
  } catch (error) {
    if (error instanceof Environment) return error.message
    throw error
  }
}

const placeOf = ({ redis, prefix }: Member, { varDir, libraryDir }: Config) => ({ redis, prefix, varDir, libraryDir })

/** The state is this machine's: nobody has coordinated since, also where Redis was emptied, or taken back to an older time. */
async function hasOwnWorkspace({ redis, prefix }: Member, config: Config): Promise<boolean> {
  const { varDir, libraryDir } = config
  if (!(await hasState({ redis, prefix, libraryDir }))) return (await redis.exists(lockKey(prefix))) === 0
  const head = await readHead({ redis, prefix })
  const own = existsSync(storeFile(varDir)) ? fenceIn(storeFile(varDir), Number.POSITIVE_INFINITY) : -1
  return own >= Math.max(head?.fence ?? 0, await fenceBefore(config))
}

const NOT_OWN = 'a local workspace is one machine’s own'
/** Where that machine is no more. */
const BEGIN_ANEW = 'where that is lost, .orchestrator/state in the library has to go, and Redis to be emptied'

function wordsFor(why: string | undefined, works: boolean): string {
  if (why !== undefined)
    return `this machine ${works ? 'works for it, and does' : 'waits, and does'} not take over: ${why}`
  return `this machine takes over when that one is gone${works ? ', and works for it meanwhile' : ''}`
}
