// What a machine does at this moment, for whoever looks.

import type { Job } from '../../model/job.ts'
import type { PieceNow } from './heartbeat.ts'

export interface DoingNow {
  begin(job: Pick<Job, 'label'>): OnePiece
  /** Those that run longest first. */
  list(): PieceNow[]
}

interface OnePiece {
  at(fraction: number): void
  end(): void
}

export function openDoing(monotonic: () => number = () => performance.now()): DoingNow {
  const all = new Set<{ label: string; since: number; fraction?: number }>()
  return {
    begin({ label }) {
      const one: { label: string; since: number; fraction?: number } = { label, since: monotonic() }
      all.add(one)
      return {
        at(fraction) {
          one.fraction = fraction
        },
        end: () => void all.delete(one),
      }
    },
    list: () =>
      [...all].map(({ label, since, fraction }) => ({
        label,
        seconds: Math.round(monotonic() - since) / 1000,
        ...(fraction !== undefined && { fraction: Math.round(fraction * 100) / 100 }),
      })),
  }
}
