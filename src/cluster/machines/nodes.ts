// Which machines are in the cluster now, and which went: each says so every few seconds, by the clock of Redis.

import { hostname } from 'node:os'
import { atMost } from '../../queue/unless-aborted.ts'
import type { Redis } from '../connect.ts'
import { type Heartbeat, readHeartbeat } from './heartbeat.ts'
import { programVersion } from './version.ts'

/** What changes while it is there. */
export type Told = Pick<Heartbeat, 'role' | 'kinds' | 'concurrency' | 'running' | 'done' | 'pieces'>

export interface ClusterNode extends Heartbeat {
  id: string
  /** Seconds since it was heard. */
  heard: number
}

export interface GoneNode extends ClusterNode {
  /** Its machine is there again. */
  isBack: boolean
}

interface Nodes {
  there: ClusterNode[]
  /** Those heard last first. */
  gone: GoneNode[]
}

const LOOK_MS = 1_000
const EVERY_MS = 5_000
/** Not heard for so long, it is gone. */
export const GONE_S = 20
/** So long it is remembered that one left, or vanished and was there again; and that one vanished. */
const KEPT_S = { left: 3600, vanished: 7 * 86_400 }
const CLOSING_MS = 1_000

const SAY = `
local now = redis.call('time')
redis.call('hset', KEYS[1], ARGV[1], string.format('%d.%06d ', now[1], now[2]) .. ARGV[2])
return 1`

/** For people, and in the lock of the coordinator. */
export const nodeName = (pid = process.pid) => `${hostname()} (process ${pid})`

export interface SaidNode extends AsyncDisposable {
  /** At once: something about it changed. */
  say(): void
}

/** Says again and again that this machine is there; at the end, that it leaves. */
export function sayNode(redis: Redis, prefix: string, { id, look }: { id: string; look: () => Told }): SaidNode {
  const since = performance.now()
  const self = { host: nodeName(), machine: hostname(), pid: process.pid, version: programVersion() }
  let said = { text: '', at: 0 }
  let isOver = false

  const send = (more: object): Promise<unknown> => {
    const there = toMs((performance.now() - since) / 1000)
    return redis.eval(SAY, 1, nodesKey(prefix), id, JSON.stringify({ ...self, there, ...look(), ...more }))
  }

  function say(): void {
    if (isOver || redis.status !== 'ready') return // later: what nobody could hear is not kept for when it is back
    said = { text: JSON.stringify(look()), at: performance.now() }
    void send({}).catch(() => {}) // others see that it is silent
  }

  say()
  const timer = setInterval(() => {
    if (performance.now() - said.at >= EVERY_MS || JSON.stringify(look()) !== said.text) say()
  }, LOOK_MS)
  timer.unref()
  return {
    say,
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      isOver = true
      if (redis.status === 'ready') await atMost(CLOSING_MS, send({ left: true, running: 0, pieces: [] }))
    },
  }
}

/** Those that are heard. */
export const nodesOf = async (redis: Redis, prefix: string): Promise<ClusterNode[]> =>
  (await readNodes(redis, prefix)).there

/** @param patience seconds of silence that are nobody's own: Redis itself was away */
export async function readNodes(redis: Redis, prefix: string, patience = GONE_S): Promise<Nodes> {
  const [[seconds, micros], all] = await Promise.all([redis.time(), redis.hgetall(nodesKey(prefix))])
  const now = Number(seconds) + Number(micros) / 1e6
  const found = Object.entries(all).map(([id, text]) => nodeIn(id, text, now))
  const isThere = ({ left, heard }: ClusterNode) => !left && heard <= Math.max(GONE_S, patience)
  const there = found.filter(isThere).sort(inOrder)
  const gone = found
    .filter(node => !isThere(node) && !found.some(one => one.heard < node.heard && isSameProcess(one, node)))
    .map(node => ({ ...node, isBack: there.some(one => isAfter(one, node)) }))
    .sort((a, b) => a.heard - b.heard)
  const isOld = ({ left, isBack, heard }: GoneNode) => heard > (left || isBack ? KEPT_S.left : KEPT_S.vanished)
  for (const { id } of gone.filter(isOld)) void redis.hdel(nodesKey(prefix), id).catch(() => {})
  return { there, gone: gone.filter(node => !isOld(node)) }
}

function nodeIn(id: string, text: string, now: number): ClusterNode {
  const space = text.indexOf(' ')
  return { ...readHeartbeat(text.slice(space + 1)), id, heard: toMs(Math.max(0, now - Number(text.slice(0, space)))) }
}

const toMs = (seconds: number) => Math.round(seconds * 1000) / 1000

const isSameProcess = (one: Heartbeat, other: Heartbeat) => one.host === other.host && one.pid === other.pid

/** The same machine, started after the other was heard last. */
const isAfter = (one: ClusterNode, gone: ClusterNode) =>
  one.machine !== undefined && one.machine === gone.machine && (one.there ?? 0) + one.heard <= gone.heard

const inOrder = (a: Heartbeat, b: Heartbeat) =>
  a.role.localeCompare(b.role) || a.host.localeCompare(b.host, 'en', { numeric: true }) || a.pid - b.pid

const nodesKey = (prefix: string) => `${prefix}:nodes`
