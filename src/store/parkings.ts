// When services were left alone, and how often they were asked: kept for reports.

import { z } from 'zod'
import type { Store } from './database.ts'

export interface Parking {
  lane: string
  kind: string
  reason: string
  /** Epoch ms. */
  at: number
  until: number
}

export interface Parkings {
  /** The same pause counts once, however often it is seen. */
  see(parking: Parking): void
  between(from: number, to: number): Parking[]
  countRequests(service: string, count: number, at: number): void
  /** By hour of the epoch. */
  requestsBetween(from: number, to: number): { hour: number; count: number }[]
}

const HOUR_MS = 3_600_000
/** As long as what stages took. */
const KEPT_MS = 400 * 24 * HOUR_MS

const Row = z.object({ lane: z.string(), kind: z.string(), reason: z.string(), at: z.number(), until: z.number() })
const Hour = z.object({ hour: z.number(), count: z.number() })

export function openParkings({ database }: Pick<Store, 'database'>): Parkings {
  const put = database.prepare('insert or ignore into parking (lane, until, kind, reason, at) values (?, ?, ?, ?, ?)')
  const drop = database.prepare('delete from parking where at < ?')
  const find = database.prepare(
    'select lane, kind, reason, at, until from parking where at < ? and until > ? order by at, lane, until',
  )
  const add = database.prepare(
    `insert into requests (hour, service, count) values (?, ?, ?)
     on conflict (hour, service) do update set count = count + excluded.count`,
  )
  const dropHours = database.prepare('delete from requests where hour < ?')
  const hours = database.prepare(
    'select hour, sum(count) as count from requests where hour >= ? and hour < ? group by hour order by hour',
  )
  const hourOf = (at: number) => Math.floor(at / HOUR_MS)
  return {
    see({ lane, kind, reason, at, until }) {
      const { changes } = put.run(lane, Math.round(until), kind, reason, Math.round(at))
      if (changes > 0) drop.run(Math.round(at) - KEPT_MS)
    },
    between: (from, to) => find.all(to, from).map(row => Row.parse(row)),
    countRequests(service, count, at) {
      if (count <= 0) return
      add.run(hourOf(at), service, count)
      dropHours.run(hourOf(at - KEPT_MS))
    },
    requestsBetween: (from, to) => hours.all(hourOf(from), Math.ceil(to / HOUR_MS)).map(row => Hour.parse(row)),
  }
}
