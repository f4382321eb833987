// What a command may leave to the orchestrator that runs, and what that answers.

import { join } from 'node:path'
import { z } from 'zod'
import type { Config } from '../../config.ts'
import { ConfigFault, isFault, messageOf, Transient, UsageFault } from '../../errors.ts'
import { type OrderBox, openOrderBox } from '../../store/order-box.ts'

export const RetryOrder = z.object({
  command: z.literal('retry'),
  what: z.array(z.string()),
  all: z.boolean(),
  columns: z.boolean(),
  dryRun: z.boolean().default(false),
})
export type RetryOrder = z.infer<typeof RetryOrder>

/** A row by its page, or by a link. */
export const TrackOrder = z.object({ command: z.literal('track'), what: z.string() })
export type TrackOrder = z.infer<typeof TrackOrder>

export const Order = z.discriminatedUnion('command', [RetryOrder, TrackOrder])
export type Order = z.infer<typeof Order>

/** It changes nothing: whoever is not answered has asked in vain. */
export const isQuestion = (order: Order): boolean =>
  order.command === 'retry' && (order.dryRun || (!order.all && !order.columns && order.what.length === 0))

/** How a command ends: one JSON document or lines, and its exit code. */
const Said = z.object({ exitCode: z.number().int(), data: z.unknown(), lines: z.array(z.string()) })
export type Said = z.infer<typeof Said>

/** `by`: who did it. `fault`: why nothing was done. */
export const Answer = z
  .object({ by: z.string() })
  .and(
    z.union([
      z.object({ said: Said }),
      z.object({ fault: z.object({ kind: z.enum(['usage', 'config', 'other']), message: z.string() }) }),
    ]),
  )
export type Answer = z.infer<typeof Answer>

export function faultOf(error: unknown): { kind: 'usage' | 'config' | 'other'; message: string } {
  const isUsage = error instanceof UsageFault || (isFault(error) && error.errorClass === 'Input')
  return { kind: isUsage ? 'usage' : error instanceof ConfigFault ? 'config' : 'other', message: messageOf(error) }
}

const FAULTS = { usage: UsageFault, config: ConfigFault, other: Transient }

/** As if it had happened here. */
export const thrownBy = ({ kind, message }: ReturnType<typeof faultOf>): Error => new FAULTS[kind](message)

/** In `var/`; of a cluster, where whichever machine coordinates finds it. */
export function boxOf({ settings, varDir, libraryDir }: Config): OrderBox {
  return openOrderBox(
    settings.REDIS_URL === undefined ? join(varDir, 'orders') : join(libraryDir, '.orchestrator', 'orders'),
  )
}
