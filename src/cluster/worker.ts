// A machine that only works: it needs Redis, the shared library and the audio programs; it asks no service and keeps no state.

import type { Config } from '../config.ts'
import type { Log } from '../log.ts'
import { PIECE_KINDS, type PieceKind } from './audio-work/piece.ts'
import { workForOthers } from './audio-work/work-for-others.ts'
import { joinCluster } from './join.ts'

export interface WorkerOptions {
  concurrency: number
  /** Default: all kinds. */
  only?: PieceKind
  signal: AbortSignal
  log: Log
}

/** Works until the signal; what runs then is handed back. @throws ConfigFault, Environment when the machine is not fit */
export async function runWorker(config: Config, { only, log, ...options }: WorkerOptions): Promise<number> {
  const onTrouble = (reason: string) => log.warn({ reason }, 'Redis did not do what it was asked for')
  await using member = await joinCluster(config, { onTrouble })
  const kinds = only ? [only] : PIECE_KINDS
  const { doing, ended } = workForOthers(member, config, { ...options, kinds, log })
  member.is('worker', doing)
  return await ended
}
